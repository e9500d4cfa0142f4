package dev.weir.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Progress progress = new Progress(new PrintStream(said, true, UTF_8), () -> now);

    @Test
    void step_saysItsTime_andGivesItsResult() {
        int result = progress.step("waiting for anvil", () -> {
            now = now.plusMillis(1_250);
            return 7;
        });

        assertThat(result).isEqualTo(7);
        assertThat(said.toString(UTF_8)).isEqualTo("  waiting for anvil " + ".".repeat(29) + " 1.3 s\n");
    }

    @Test
    void step_namesWhatIsWaitedFor_beforeItIsDone() {
        progress.step("waiting for Envoy", () -> {
            assertThat(said.toString(UTF_8)).isEqualTo("  waiting for Envoy ");
            return true;
        });
    }

    @Test
    void step_thatFails_saysSo_andFails() {
        assertThatThrownBy(() -> progress.step("fetching", () -> {
                    throw new CommandFailed("no network");
                }))
                .isInstanceOf(CommandFailed.class);
        assertThat(said.toString(UTF_8)).isEqualTo("  fetching failed\n");
    }

    @Test
    void step_withAnOutsideFault_keepsItAsTheCause() {
        assertThatThrownBy(() -> progress.step("fetching", () -> {
                    throw new IOException("disk full");
                }))
                .hasRootCauseMessage("disk full");
        assertThat(said.toString(UTF_8)).endsWith("failed\n");
    }
}
