package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class Eip712Test {
    private static final WalletAddress REGISTRY = new WalletAddress("0x5fbdb2315678afecb367f032d93f642f64180aa3");
    private static final Eip712Domain DOMAIN = Eip712Domain.weir(31_337, REGISTRY);

    private static Heartbeat heartbeat(String node, String address, long sequence, long sentAt, int inFlight) {
        return new Heartbeat(
                new NodeId(node),
                EndpointAddress.Socket.parse(address),
                sequence,
                Instant.ofEpochSecond(sentAt),
                inFlight);
    }

    @Test
    void digest_dependsOnEveryFieldAndOnTheDomain() {
        var heartbeat = heartbeat("amber", "127.0.0.1:9101", 1, 2, 3);

        assertThat(Set.of(
                        Eip712.digest(DOMAIN, heartbeat),
                        Eip712.digest(Eip712Domain.weir(1, REGISTRY), heartbeat),
                        Eip712.digest(Eip712Domain.weir(31_337, new WalletAddress("0x" + "1".repeat(40))), heartbeat),
                        Eip712.digest(DOMAIN, heartbeat("birch", "127.0.0.1:9101", 1, 2, 3)),
                        Eip712.digest(DOMAIN, heartbeat("amber", "127.0.0.1:9102", 1, 2, 3)),
                        Eip712.digest(DOMAIN, heartbeat("amber", "127.0.0.1:9101", 2, 2, 3)),
                        Eip712.digest(DOMAIN, heartbeat("amber", "127.0.0.1:9101", 1, 3, 3)),
                        Eip712.digest(DOMAIN, heartbeat("amber", "127.0.0.1:9101", 1, 2, 4))))
                .hasSize(8);
    }

    @Test
    void heartbeat_fromBeforeTheEpoch_hasNoDigest() {
        assertThatThrownBy(() -> Eip712.digest(DOMAIN, heartbeat("amber", "127.0.0.1:9101", 1, -1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
