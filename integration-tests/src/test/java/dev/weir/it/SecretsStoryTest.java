package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.signature.Eip191;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only its owner may know is in no log, no page, and no file but those that are for it. */
@ExtendWith(Gateway.Extension.class)
final class SecretsStoryTest {
    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @Test
    void tokensSignaturesAndKeys_areInNoLog_andInNothingThatIsShown() throws IOException {
        var wallet = Gateway.freshWallet();
        var message = gateway.challenge(wallet);
        var signature = wallet.sign(Eip191.digest(message));
        var token =
                Gateway.json(gateway.session(message, signature)).get("token").asText();
        gateway.session(message, signature);
        gateway.get("/quotes/BTC", bearer(token));
        gateway.get("/quotes/BTC?token=" + token, bearer("x" + token));
        gateway.get("/nothing?signature=" + signature);
        gateway.post("/rpc", "{\"token\":\"" + token + "\"}", bearer(token));
        var admin = Files.readString(gateway.home().resolve("data/control-plane/admin-token"))
                .strip();
        gateway.weir("freeze", "--reason", "to see what is written of it").ok();
        gateway.weir("unfreeze", "--reason", "seen").ok();

        var secrets = List.of(
                token,
                signature.substring(2),
                admin,
                Files.readString(gateway.home().resolve("data/operators/amber/key"))
                        .strip());

        for (var log : files(gateway.home().resolve("run"))) {
            assertHasNone(log.toString(), Files.readString(log, StandardCharsets.ISO_8859_1), secrets);
        }
        for (var file : files(gateway.home().resolve("data/control-plane"))) {
            if (!file.endsWith("admin-token")) {
                assertHasNone(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), secrets);
            }
        }
        for (var page : List.of(
                Gateway.uri(8_080, "/api/v1/view"),
                Gateway.uri(8_080, "/api/v1/access"),
                Gateway.uri(8_080, "/metrics"),
                Gateway.uri(8_081, "/metrics"),
                Gateway.uri(9_901, "/config_dump"))) {
            assertHasNone(
                    page.toString(), gateway.send(HttpRequest.newBuilder(page)).body(), secrets);
        }
    }

    private static void assertHasNone(String where, String text, List<String> secrets) {
        assertThat(text).as(where).isNotEmpty();
        for (var secret : secrets) {
            assertThat(text.contains(secret)).as(where + " has a secret in it").isFalse();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        }
    }
}
