package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class GlobalOptionsTest {
    @BeforeEach
    void root() {
        System.setProperty("weir.root", "/checkouts/weir");
    }

    @AfterEach
    void noRoot() {
        System.clearProperty("weir.root");
    }

    @Test
    void home_isInTheCheckout() {
        var home = new GlobalOptions().home();

        assertThat(home.root()).isEqualTo(Path.of("/checkouts/weir"));
        assertThat(home.state()).isEqualTo(Path.of("/checkouts/weir/.weir"));
    }

    @Test
    void home_thatIsNamed_isMadeAbsolute() {
        var options = CommandLine.populateCommand(new GlobalOptions(), "--home", "../second");

        assertThat(options.home().state())
                .isEqualTo(Path.of("../second").toAbsolutePath().normalize());
        assertThat(options.home().root()).isEqualTo(Path.of("/checkouts/weir"));
    }
}
