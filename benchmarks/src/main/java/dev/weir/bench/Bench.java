package dev.weir.bench;

import dev.weir.bench.balance.BalanceCommand;
import dev.weir.bench.balance.KillCommand;
import dev.weir.bench.exchange.ExchangeCommand;
import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.scoring.ScoringCommand;
import dev.weir.bench.tick.TickCommand;
import dev.weir.config.ConfigException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** The program behind {@code ./weir bench}. Exit codes: 0 measured; 1 could not, or what was measured is not valid; 2 asked wrongly. */
@Command(
        name = "weir bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures ways to balance, side by side on stock Envoys on this machine, which should be quiet.",
        subcommands = {
            BalanceCommand.class,
            KillCommand.class,
            ExchangeCommand.class,
            ScoringCommand.class,
            TickCommand.class
        })
public final class Bench {
    Bench() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(BenchPolicy.class, Bench::policy);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            switch (failure) {
                case IOException broken -> System.err.println("weir bench: " + broken.getMessage());
                case ConfigException wrong -> System.err.println("weir bench: " + wrong.getMessage());
                case IllegalArgumentException wrong -> System.err.println("weir bench: " + wrong.getMessage());
                default -> failure.printStackTrace(System.err);
            }
            return 1;
        });
        return line.execute(args);
    }

    private static BenchPolicy policy(String word) {
        try {
            return BenchPolicy.of(word);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
