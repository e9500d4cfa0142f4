package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.chain.signature.Recovery.Recovered;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The vectors that Solidity is held to as well; made by a wallet library that neither side uses. */
final class DigestVectorsTest {
    private final JsonNode vectors;
    private final Eip712Domain domain;

    DigestVectorsTest() throws IOException {
        vectors = new ObjectMapper()
                .readTree(Path.of("../contracts/vectors/digests.json").toFile());
        domain = Eip712Domain.weir(
                vectors.at("/domain/chainId").asLong(),
                new WalletAddress(vectors.at("/domain/verifyingContract").asText()));
    }

    @Test
    void domain_hasTheSeparatorOfTheVectors() {
        assertThat(Eip712.separator(domain).toString())
                .isEqualTo(vectors.path("domainSeparator").asText());
    }

    @Test
    void heartbeats_haveTheDigestsAndSignersOfTheVectors() {
        assertThat(vectors.path("heartbeats")).hasSize(3).allSatisfy(vector -> {
            var digest = Eip712.digest(domain, heartbeat(vector));
            assertThat(digest.toString()).isEqualTo(vector.path("digest").asText());
            assertSigned(digest, vector);
        });
    }

    @Test
    void transfers_haveTheDigestsAndSignersOfTheVectors() {
        assertThat(vectors.path("transfers")).hasSize(6).allSatisfy(vector -> {
            var digest = Eip712.digest(token(vector.path("domain")), transfer(vector));
            assertThat(digest.toString()).isEqualTo(vector.path("digest").asText());
            assertSigned(digest, vector);
        });
    }

    @Test
    void personalMessages_haveTheDigestsAndSignersOfTheVectors() {
        assertThat(vectors.path("personalMessages")).hasSize(4).allSatisfy(vector -> {
            var digest = Eip191.digest(vector.path("message").asText());
            assertThat(digest.toString()).isEqualTo(vector.path("digest").asText());
            assertSigned(digest, vector);
        });
    }

    private static Heartbeat heartbeat(JsonNode vector) {
        return new Heartbeat(
                new NodeId(vector.path("node").asText()),
                EndpointAddress.Socket.parse(vector.path("address").asText()),
                vector.path("sequence").asLong(),
                Instant.ofEpochSecond(vector.path("sentAt").asLong()),
                vector.path("inFlight").asInt());
    }

    private static Eip712Domain token(JsonNode domain) {
        return new Eip712Domain(
                domain.path("name").asText(),
                domain.path("version").asText(),
                domain.path("chainId").asLong(),
                new WalletAddress(domain.path("verifyingContract").asText()));
    }

    private static TransferAuthorization transfer(JsonNode vector) {
        return new TransferAuthorization(
                new WalletAddress(vector.path("from").asText()),
                new WalletAddress(vector.path("to").asText()),
                new TokenAmount(new BigInteger(vector.path("value").asText())),
                new BigInteger(vector.path("validAfter").asText()),
                new BigInteger(vector.path("validBefore").asText()),
                new AuthorizationNonce(vector.path("nonce").asText()));
    }

    private static void assertSigned(Digest digest, JsonNode vector) {
        var signer = vector.path("signer").asText();
        assertThat(SignatureRecovery.recover(digest, vector.path("signature").asText()))
                .isEqualTo(new Recovered(new WalletAddress(signer)));
        assertThat(Eip55.isChecksummed(signer)).isTrue();
    }
}
