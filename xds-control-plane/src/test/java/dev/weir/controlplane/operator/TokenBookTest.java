package dev.weir.controlplane.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.adapter.file.FileAuditLog;
import dev.weir.controlplane.adapter.file.FileTokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBookTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private TokenBook book() {
        return new TokenBook(new FileTokenStore(folder), new FileAuditLog(folder), () -> NOON, new SecureRandom());
    }

    @Test
    void token_isItsOwners_overARestart_untilItIsRevoked() {
        var ada = book().make("operator", "ada", "on call");
        var bea = book().make("operator", "bea", "on call too");

        assertThat(ada).hasSize(43).isNotEqualTo(bea);
        assertThat(book().owner(ada)).contains("ada");
        assertThat(book().owner(bea)).contains("bea");
        assertThat(book().owner(ada + "x")).isEmpty();
        assertThat(book().owner("")).isEmpty();

        var book = book();
        book.revoke("operator", "ada", "left");
        assertThat(book.owner(ada)).isEmpty();
        assertThat(book().owner(ada)).isEmpty();
        assertThat(book().owner(bea)).contains("bea");
    }

    @Test
    void token_isWrittenNowhere() throws IOException {
        var token = book().make("operator", "ada", "on call");

        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(token);
            }
        }
        assertThat(new FileAuditLog(folder).recent())
                .extracting(entry -> entry.by() + " " + entry.what() + " " + entry.subject() + " " + entry.why())
                .containsExactly("operator token ada on call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "operator", "weir", "file", "Ada", "1ada", "a b", "ada"})
    void nameThatIsTakenOrNone_isRefused(String name) {
        var book = book();
        var _ = book.make("operator", "ada", "on call");

        assertThatThrownBy(() -> book.make("operator", name, "why")).isInstanceOf(IllegalArgumentException.class);
        assertThat(book.tokens()).hasSize(1);
    }

    @Test
    void whoHasNone_cannotLoseIt() {
        assertThatThrownBy(() -> book().revoke("operator", "ada", "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody called 'ada'");
    }

    @Test
    void damagedFile_stopsTheStart() throws IOException {
        Files.writeString(folder.resolve("tokens.json"), "{\"version\": 1}");

        assertThatThrownBy(this::book).isInstanceOf(IllegalStateException.class).hasMessageContaining("is damaged");
    }
}
