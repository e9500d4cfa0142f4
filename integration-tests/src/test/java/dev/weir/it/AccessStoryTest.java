package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.code;
import static dev.weir.it.Gateway.freshWallet;
import static dev.weir.it.Gateway.header;
import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes in: signed in or not, staked or not. */
@ExtendWith(Gateway.Extension.class)
final class AccessStoryTest {
    private static final String BLOCK_NUMBER =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}";
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
    }

    @Test
    void noCredentials_are401AsProblem_thatSaysWhereToSignIn() {
        var answer = gateway.get("/quotes/BTC");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        var problem = json(answer);
        assertThat(problem.get("type").asText()).isEqualTo("urn:weir:problem:credentials_missing");
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("status").asInt()).isEqualTo(401);
        assertThat(problem.get("code").asText()).isEqualTo("credentials_missing");
        assertThat(problem.get("detail").asText()).contains("/auth/");
    }

    @Test
    void signedInWallet_isAnsweredByANode() {
        var answer = gateway.get("/quotes/BTC", bearer(gateway.freshToken()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "x-weir-tier")).isEqualTo("open");
        assertThat(Gateway.nodes()).contains(header(answer, "x-weir-node"));
        assertThat(json(answer).path("symbol").asText()).isEqualTo("BTC");
    }

    @Test
    void sessionAnswer_tellsWhenItEnds() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet);
        var answer = gateway.session(message, wallet.sign(Eip191.digest(message)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Instant.parse(json(answer).get("expiresAt").asText())).isAfter(Instant.now());
        assertThat(header(answer, "cache-control")).contains("no-store");
    }

    @Test
    void usedNonce_isRefused() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet);
        var signature = wallet.sign(Eip191.digest(message));
        assertThat(gateway.session(message, signature).statusCode()).isEqualTo(200);

        var again = gateway.session(message, signature);

        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(code(again)).isEqualTo("nonce_used");
    }

    @Test
    void inventedNonce_isRefused() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet).replaceFirst("Nonce: [A-Za-z0-9]{4}", "Nonce: 0aZ9");

        assertThat(code(gateway.session(message, wallet.sign(Eip191.digest(message)))))
                .isEqualTo("nonce_unknown");
    }

    @Test
    void anotherDomain_isRefused() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet).replaceFirst("^[^ ]+ wants", "evil.example wants");

        assertThat(code(gateway.session(message, wallet.sign(Eip191.digest(message)))))
                .isEqualTo("domain_mismatch");
    }

    @Test
    void expiredMessage_isRefused() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet)
                .replaceFirst("Issued At: [^\n]+", "Issued At: 2020-01-01T00:00:00Z")
                .replaceFirst("Expiration Time: [^\n]+", "Expiration Time: 2020-01-01T00:05:00Z");

        assertThat(code(gateway.session(message, wallet.sign(Eip191.digest(message)))))
                .isEqualTo("message_expired");
    }

    @Test
    void highS_isRefused() {
        var wallet = freshWallet();
        var message = gateway.challenge(wallet);
        var answer = gateway.session(message, malleated(wallet.sign(Eip191.digest(message))));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("signature_high_s");
    }

    @Test
    void foreignSignature_isRefused() {
        var message = gateway.challenge(freshWallet());

        assertThat(code(gateway.session(message, freshWallet().sign(Eip191.digest(message)))))
                .isEqualTo("signature_foreign");
    }

    @Test
    void sessions_surviveARestartOfTheService() {
        var token = gateway.freshToken();
        gateway.kill("ext-authz-service");

        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().untilAsserted(() -> {
            assertThat(gateway.process("ext-authz-service").get("restarts").asInt())
                    .isPositive();
            assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);
        });
        gateway.settle();
    }

    @Test
    void command_signsInWithADevnetWallet() {
        var token = gateway.weir("sign-in", "--account", "8").ok().strip();

        assertThat(gateway.get("/quotes/ETH", bearer(token)).statusCode()).isEqualTo(200);
    }

    @Test
    void command_tellsProgramsWhenTheSessionEnds() throws IOException {
        var session = new ObjectMapper()
                .readTree(
                        gateway.weir("sign-in", "--account", "8", "-o", "json").ok());

        assertThat(gateway.get("/quotes/ETH", bearer(session.get("token").asText()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Instant.parse(session.get("expiresAt").asText())).isAfter(Instant.now());
    }

    @Test
    void stake_opensTheChainApi_withinTwoBlocks() {
        var token = gateway.token(Devnet.signer(7));
        var before = gateway.post("/rpc", BLOCK_NUMBER, bearer(token));
        assertThat(before.statusCode()).isEqualTo(403);
        assertThat(code(before)).isEqualTo("stake_required");
        assertThat(json(before).get("detail").asText()).contains("100 WEIR");

        gateway.weir("stake", "100", "--account", "7").ok();

        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
            var after = gateway.post("/rpc", BLOCK_NUMBER, bearer(token));
            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(json(after).get("result").asText()).startsWith("0x");
            assertThat(header(after, "x-weir-tier")).isEqualTo("staked");
        });
    }

    @Test
    void methodThatIsNotOffered_isRefused() {
        var answer = gateway.post(
                "/rpc", BLOCK_NUMBER.replace("eth_blockNumber", "anvil_setBalance"), bearer(stakedToken()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("method_not_allowed");
    }

    @Test
    void batch_passesWholeOrNotAtAll() {
        var answer = gateway.post(
                "/rpc",
                "[" + BLOCK_NUMBER + ","
                        + BLOCK_NUMBER.replace("eth_blockNumber", "evm_mine").replace("1,", "2,") + "]",
                bearer(stakedToken()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("method_not_allowed");
        assertThat(json(answer).get("detail").asText()).contains("evm_mine");
    }

    private String stakedToken() {
        gateway.weir("stake", "100", "--account", "9").ok();
        return gateway.token(Devnet.signer(9));
    }

    @Test
    void inventedToken_isRefused() {
        assertThat(code(gateway.get("/quotes/BTC", bearer("not-a-session")))).isEqualTo("session_unknown");
    }

    @Test
    void unknownPath_isRefused() {
        var answer = gateway.get("/nothing/here", bearer(gateway.freshToken()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("api_unknown");
    }

    /** The twin of a signature that anyone can compute: s becomes n - s, and v flips. */
    private static String malleated(String signature) {
        var s = new BigInteger(signature.substring(66, 130), 16);
        int v = HexFormat.fromHexDigits(signature.substring(130));
        return signature.substring(0, 66) + "%064x".formatted(ORDER.subtract(s)) + "%02x".formatted(v == 27 ? 28 : 27);
    }
}
