package dev.weir.cli;

import dev.weir.chain.port.ChainUnavailable;
import dev.weir.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** The command {@code ./weir}. Exit codes: 0 done, 1 failed, 2 asked wrongly. */
@Command(
        name = "weir",
        description = "A decentralised API gateway: stock Envoy carries the traffic, Java services decide.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            StopCommand.class,
            StartCommand.class,
            SignInCommand.class,
            StakeCommand.class,
            ImpairCommand.class,
            ExplainCommand.class,
            PinCommand.class,
            UnpinCommand.class,
            FreezeCommand.class,
            UnfreezeCommand.class,
            TrainCommand.class,
            ValidateCommand.class,
            ToolsCommand.class,
        })
public final class Weir {
    private Weir() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var command = new CommandLine(new Weir());
        command.addSubcommand(TrafficWiring.command());
        command.setExecutionExceptionHandler((failure, line, parsed) -> fail(failure));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command.execute(args);
    }

    /** One line for a fault that has words for people; a stack trace for a bug. */
    private static int fail(Exception failure) {
        switch (failure) {
            case CommandFailed failed -> {
                System.err.println("weir: " + failed.getMessage());
                return failed.exitCode();
            }
            case ConfigException broken -> System.err.println("weir: " + broken.getMessage());
            case ChainUnavailable silent ->
                System.err.println("weir: the chain does not answer: " + silent.getMessage() + "; ./weir status shows whether anvil runs");
            case IllegalArgumentException bad -> System.err.println("weir: " + bad.getMessage());
            default -> failure.printStackTrace(System.err);
        }
        return 1;
    }
}
