package dev.weir.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir logs NAME}. */
@Command(name = "logs", description = "Prints the log of one process.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NAME", description = "a name that ./weir status shows")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "goes on until Ctrl-C")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "the last N lines (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int lines;

    LogsCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws Exception {
        if (lines < 0) {
            throw new CommandFailed("--lines: " + lines + " is below 0", 2);
        }
        var log = global.home().log(name);
        if (!name.matches("[a-z0-9-]{1,63}") || !Files.exists(log)) {
            throw new CommandFailed("no log of '" + name + "'; ./weir status shows the names", 2);
        }
        var command = new ArrayList<>(List.of("tail", "-n", String.valueOf(lines)));
        if (follow) {
            command.add("-F");
        }
        command.add(log.toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
