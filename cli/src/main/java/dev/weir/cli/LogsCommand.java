package dev.weir.cli;

import dev.weir.cli.instance.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "table (the lines as they are) or json: for each line {process, line}, one object a line",
            defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

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
        var tail = new ProcessBuilder(command).inheritIO();
        return format == OutputFormat.JSON ? asJson(tail) : tail.start().waitFor();
    }

    /** Each line as soon as it is there, so that who follows sees it. What is no UTF-8 in it is shown as such. */
    private int asJson(ProcessBuilder command) throws IOException, InterruptedException {
        var tail = command.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        try (var lines = tail.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null && !System.out.checkError(); line = lines.readLine()) {
                System.out.println(Api.object().put("process", name).put("line", line));
            }
            if (System.out.checkError()) {
                // Nobody reads any more; one that follows would never notice.
                tail.destroy();
            }
        }
        return tail.waitFor();
    }
}
