package dev.weir.cli.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a checkout whose programs are there and whose contracts are built by a script of the test's own; no network. */
final class ToolsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Home home;
    private final Path solidity;
    private final Tools tools;

    ToolsTest(@TempDir Path folder) throws IOException {
        home = new Home(folder.resolve("root"), folder.resolve("state"), folder.resolve("tools"));
        solidity = Files.createDirectories(home.root().resolve("contracts/solidity"));
        tools = new Tools(home, new Progress(new PrintStream(said, true, UTF_8), InstantSource.fixed(Instant.EPOCH)));
        for (var program : new Path[] {home.envoy(), home.foundry("anvil"), home.foundry("forge")}) {
            Files.createDirectories(program.getParent());
            Files.createFile(program);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void missingContracts_areBuilt_withTheToolsOfThisHome() throws IOException {
        Files.writeString(solidity.resolve("build"), "echo $WEIR_TOOLS > built-with");

        tools.fetch();

        assertThat(solidity.resolve("built-with")).hasContent(home.tools().toString());
        assertThat(said.toString(UTF_8))
                .startsWith("  building the contracts ...")
                .endsWith(" 0.0 s\n");
    }

    @Test
    void buildThatFails_isToldWithItsWords_andWithWhatTheNetworkIsFor() throws IOException {
        Files.writeString(solidity.resolve("build"), "echo 'cannot resolve host'; exit 6");

        assertThatThrownBy(tools::fetch)
                .isInstanceOf(CommandFailed.class)
                .hasMessage("bash ./build failed (6):\ncannot resolve host; the first start needs the network"
                        + " (PyPI and npm), later ones do not. Behind a proxy set HTTPS_PROXY");
    }

    @Test
    void checkoutThatHasEverything_fetchesNothing() throws IOException {
        var vault = Files.createDirectories(tools.contractOutput().resolve("StakeVault.sol"));
        Files.createFile(vault.resolve("StakeVault.json"));

        tools.fetch();

        assertThat(said.toString(UTF_8)).isEmpty();
    }
}
