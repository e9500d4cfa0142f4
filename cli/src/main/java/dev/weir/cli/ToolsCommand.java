package dev.weir.cli;

import dev.weir.cli.terminal.Progress;
import dev.weir.cli.tools.Tools;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./weir tools}: fetches Envoy, anvil and forge and builds the contracts, without starting anything. */
@Command(
        name = "tools",
        description = "Fetches Envoy, anvil and forge, and builds the contracts.",
        mixinStandardHelpOptions = true)
final class ToolsCommand implements Callable<Integer> {
    private final GlobalOptions global;

    ToolsCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        new Tools(global.home(), new Progress(System.err, InstantSource.system())).fetch();
        return 0;
    }
}
