package dev.weir.cli;

import dev.weir.scoring.adapter.csv.CallersFolder;
import dev.weir.trainer.callers.CallerTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir train callers}: what the anomaly score takes for ordinary, from what the judge recorded. */
@Command(
        name = "callers",
        description = "Makes of what the judge recorded of ordinary callers what it measures others by.",
        mixinStandardHelpOptions = true)
final class TrainCallersCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--seed", defaultValue = "1", description = "the same records and seed give the same file")
    private long seed;

    @Option(
            names = "--callers",
            paramLabel = "DIR",
            description = "records to learn from, and where the file goes (default: this gateway's)")
    private @Nullable Path callers;

    TrainCallersCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws IOException {
        var folder = callers == null ? global.home().data("ext-authz").resolve("callers") : callers;
        System.out.println(CallerTraining.run(new CallersFolder(folder), seed).inWords());
        return 0;
    }
}
