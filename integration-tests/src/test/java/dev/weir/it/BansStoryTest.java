package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is refused by an operator's word, and whose word it was. */
@ExtendWith(Gateway.Extension.class)
final class BansStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @AfterEach
    void noTokenIsLeft() {
        gateway.weir("token", "revoke", "ada", "--reason", "the story is over");
    }

    @Test
    void bannedWallet_isRefusedAtOnce_byItsReason_overARestart_untilItIsLetInAgain() {
        var wallet = Gateway.freshWallet();
        var token = gateway.token(wallet);
        assertThat(gateway.get("/quotes/BTC", bearer(token)).statusCode()).isEqualTo(200);

        var said = gateway.weir("ban", wallet.wallet().value(), "--for", "1h", "--reason", "scrapes prices")
                .ok();

        assertThat(said).contains("is refused for 1h, in force at the judge");
        var refused = gateway.get("/quotes/BTC", bearer(token));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Gateway.code(refused)).isEqualTo("banned");
        assertThat(refused.body()).contains("scrapes prices");
        assertThat(gateway.weir("bans").ok()).contains(wallet.wallet().value(), "scrapes prices");

        gateway.killForGood("xds-control-plane");
        gateway.kill("ext-authz-service");
        await("the judge is back, and refuses by what it kept")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() ->
                        Gateway.code(gateway.get("/quotes/BTC", bearer(token))).equals("banned"));
        gateway.start("xds-control-plane");
        gateway.settle();

        gateway.weir("unban", wallet.wallet().value(), "--reason", "they asked nicely")
                .ok();
        await("the judge has found the control plane again")
                .atMost(SOON)
                .until(() -> gateway.get("/quotes/BTC", bearer(token)).statusCode() == 200);
    }

    @Test
    void revokedSession_isOver_andTheWalletSignsInAgain() {
        var wallet = Gateway.freshWallet();
        var lost = gateway.token(wallet);
        assertThat(gateway.get("/quotes/BTC", bearer(lost)).statusCode()).isEqualTo(200);

        gateway.weir("revoke", wallet.wallet().value(), "--reason", "a lost phone")
                .ok();

        assertThat(Gateway.code(gateway.get("/quotes/BTC", bearer(lost)))).isEqualTo("session_expired");
        // Sessions begin with a second: one of the same second is taken to be of before.
        await("a later session stands")
                .atMost(SOON)
                .until(() -> gateway.get("/quotes/BTC", bearer(gateway.token(wallet)))
                                .statusCode()
                        == 200);
    }

    @Test
    void personsToken_changesThings_underTheirName_untilItIsRevoked() {
        var token =
                gateway.weir("token", "make", "ada", "--reason", "on call").ok().strip();
        var asAda = Map.of("WEIR_TOKEN", token);

        Checkout.weir(gateway.home(), asAda, "freeze", "--reason", "a look").ok();
        Checkout.weir(gateway.home(), asAda, "unfreeze", "--reason", "seen").ok();
        assertThat(gateway.weir("audit").ok()).containsPattern("ada +freeze +all weights +a look");
        assertThat(Checkout.weir(gateway.home(), asAda, "token", "make", "bea", "--reason", "why not")
                        .err())
                .contains("operator_only");

        gateway.weir("token", "revoke", "ada", "--reason", "left").ok();
        assertThat(Checkout.weir(gateway.home(), asAda, "freeze", "--reason", "again")
                        .err())
                .contains("401", "nobody's");
        // Also where nothing is changed: a page says so before somebody has typed a reason.
        assertThat(gateway.send(
                                HttpRequest.newBuilder(Gateway.uri(8_080, "/api/v1/whoami")),
                                "authorization",
                                "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
    }
}
