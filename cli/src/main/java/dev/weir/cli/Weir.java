package dev.weir.cli;

import dev.weir.chain.port.ChainUnavailable;
import dev.weir.chain.port.TransactionFailed;
import dev.weir.cli.devnet.TrafficWallets;
import dev.weir.config.ConfigException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

/** The command {@code ./weir}. Exit codes: 0 done, 1 failed, 2 asked wrongly. */
@Command(
        name = "weir",
        description = "A decentralised API gateway: stock Envoy carries the traffic, Java services decide.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed: what, where and how to mend it stand on standard error",
            "2:asked wrongly: nothing was done"
        })
public final class Weir {
    @Mixin
    private final GlobalOptions global = new GlobalOptions();

    private Weir() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var weir = new Weir();
        var command = new CommandLine(weir);
        weir.subcommands().forEach(command::addSubcommand);
        command.setExecutionExceptionHandler((failure, line, parsed) -> fail(failure));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command.execute(args);
    }

    private List<Object> subcommands() {
        return List.of(
                new InitCommand(),
                new ImportCommand(),
                new UpCommand(global),
                new DownCommand(global),
                new StatusCommand(global),
                new LogsCommand(global),
                new StopCommand(global),
                new StartCommand(global),
                new SignInCommand(global),
                new StakeCommand(global),
                TrafficWallets.command(global::home),
                new ImpairCommand(global),
                new ExplainCommand(global),
                new TraceCommand(global),
                new PinCommand(global),
                new UnpinCommand(global),
                new FreezeCommand(global),
                new UnfreezeCommand(global),
                TrainCommand.line(global),
                new RollbackCommand(global),
                new AuditCommand(global),
                new BanCommand(global),
                new UnbanCommand(global),
                new BansCommand(global),
                new RevokeCommand(global),
                new TokenCommand(global),
                BenchCommand.line(global),
                new SimulateCommand(global),
                new ValidateCommand(global),
                new DiffCommand(global),
                new ApplyCommand(global),
                new DumpCommand(global),
                new CertsCommand(),
                new TranslateCommand(global),
                EnvoyCommand.line(global),
                TestCommand.line(),
                new HelpCommand(),
                new DevnetCommand(global),
                new ToolsCommand(global));
    }

    /** One line for a fault that has words for people; a stack trace for a bug. */
    static int fail(Exception failure) {
        switch (failure) {
            case CommandFailed failed -> {
                System.err.println("weir: " + failed.getMessage());
                return failed.exitCode();
            }
            case TransactionFailed refused -> System.err.println("weir: " + refused.getMessage());
            case ConfigException broken -> System.err.println("weir: " + broken.getMessage());
            case ChainUnavailable silent ->
                System.err.println("weir: the chain does not answer: " + silent.getMessage()
                        + "; ./weir status shows whether anvil runs");
            case IllegalArgumentException bad -> System.err.println("weir: " + bad.getMessage());
            default -> failure.printStackTrace(System.err);
        }
        return 1;
    }
}
