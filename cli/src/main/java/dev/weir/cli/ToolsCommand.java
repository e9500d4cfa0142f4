package dev.weir.cli;

import dev.weir.cli.terminal.Progress;
import dev.weir.cli.tools.Tools;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./weir tools}: fetches Envoy, anvil and forge and builds the contracts, without starting anything. */
@Command(name = "tools", description = "Fetches Envoy, anvil and forge, and builds the contracts.", mixinStandardHelpOptions = true)
final class ToolsCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Override
    public Integer call() {
        new Tools(global.home(), new Progress(System.err, InstantSource.system())).fetch();
        return 0;
    }
}
