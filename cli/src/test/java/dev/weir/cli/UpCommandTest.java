package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UpCommandTest {
    @Test
    void prometheusThatIsMissing_isSaid_whereItWasAskedFor() {
        assertThat(UpCommand.missing(true, Optional.empty()))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("no prometheus is on the PATH", "apt-get install prometheus")
                        .doesNotContain("\n"));
        assertThat(UpCommand.missing(true, Optional.of(Path.of("/usr/bin/prometheus"))))
                .isEmpty();
        assertThat(UpCommand.missing(false, Optional.empty())).isEmpty();
    }
}
