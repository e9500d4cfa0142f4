package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OverlapTest {
    private static final Upstream NAMED = YamlReader.read("weir.yaml", """
                    apis: [{name: api, match: {prefix: /}, pools: [cloud], access: public}]
                    pools: [{name: cloud, endpoints: [{name: own, url: "http://127.0.0.1:1"}]}]
                    chain: memory
                    """.getBytes(UTF_8), WeirConfig.class)
            .pools()
            .getFirst()
            .endpoints()
            .getFirst();

    private final Overlap overlap = new Overlap();

    @Test
    void endpointsThatAreAllReplaced_stayBesideTheNewOnes_forAWhile() {
        assertThat(ports(START, true, 1)).containsExactly(1);

        assertThat(ports(START.plusMillis(250), true, 2)).containsExactly(2, 1);
        assertThat(ports(START.plusMillis(500), true, 2)).containsExactly(2, 1);
        assertThat(ports(START.plusMillis(250).plus(Overlap.LASTS), true, 2)).containsExactly(2);
    }

    @Test
    void whereOneStays_theOthersGoAtOnce() {
        assertThat(ports(START, true, 1, 2)).containsExactly(1, 2);
        assertThat(ports(START.plusMillis(250), true, 2, 3)).containsExactly(2, 3);
    }

    /** Struck off is struck off. */
    @Test
    void nodesOfTheRegistry_goAtOnce() {
        assertThat(ports(START, false, 1)).containsExactly(1);
        assertThat(ports(START.plusMillis(250), false, 2)).containsExactly(2);
    }

    @Test
    void endpointThatComesBackMeanwhile_isThereOnce() {
        assertThat(ports(START, true, 1)).containsExactly(1);
        assertThat(ports(START.plusMillis(250), true, 2)).containsExactly(2, 1);
        assertThat(ports(START.plusMillis(500), true, 1)).containsExactly(1, 2);
        assertThat(ports(START.plus(Duration.ofSeconds(4)), true, 1)).containsExactly(1);
    }

    private List<Integer> ports(Instant now, boolean named, int... ports) {
        var pool = new PoolEndpoints(
                new PoolName("cloud"),
                Arrays.stream(ports)
                        .mapToObj(port -> new WeightedEndpoint(
                                new NodeId("own"),
                                new EndpointAddress.Socket("127.0.0.1", port),
                                1_000,
                                true,
                                TokenAmount.ZERO,
                                "",
                                named ? Optional.of(NAMED) : Optional.empty()))
                        .toList());
        return overlap.with(now, List.of(pool)).getFirst().endpoints().stream()
                .map(endpoint -> ((EndpointAddress.Socket) endpoint.address()).port())
                .toList();
    }
}
