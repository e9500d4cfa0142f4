package dev.weir.cli;

import dev.weir.trainer.Training;
import dev.weir.trainer.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir train}: a model from recorded telemetry, published only if it beats the plain average. */
@Command(
        name = "train",
        description =
                "Trains a latency and availability model on recorded telemetry; publishes it only if it beats EWMA.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    /** Held here, or its level would go with it. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private final GlobalOptions global;

    @Option(names = "--seed", defaultValue = "1", description = "the same data and seed give the same model")
    private long seed;

    @Option(
            names = "--segments",
            paramLabel = "DIR",
            description = "telemetry to learn from (default: what this gateway recorded)")
    private @Nullable Path segments;

    private TrainCommand(GlobalOptions global) {
        this.global = global;
    }

    /** The command, with {@code policy} and {@code callers} beneath. */
    static CommandLine line(GlobalOptions global) {
        return new CommandLine(new TrainCommand(global))
                .addSubcommand(new TrainPolicyCommand(global))
                .addSubcommand(new TrainCallersCommand(global));
    }

    @Override
    public Integer call() throws IOException {
        TRIBUO.setLevel(Level.WARNING);
        var home = global.home();
        TrainingReport report = Training.run(
                segments == null ? home.data("segments") : segments, home.data("models"), seed, InstantSource.system());
        System.out.println(report.inWords());
        return 0;
    }
}
