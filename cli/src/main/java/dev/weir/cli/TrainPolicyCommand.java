package dev.weir.cli;

import dev.weir.cli.terminal.Bar;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioFolder;
import dev.weir.trainer.policy.PolicyGate;
import dev.weir.trainer.policy.PolicyPublication;
import dev.weir.trainer.policy.PolicyTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir train policy}: a policy network from the simulator, published only if it beats every plain policy where it was not trained. */
@Command(
        name = "policy",
        description = "Trains a policy network in the simulator, on drawn scenarios; publishes it only if it beats "
                + "least request, EWMA and the network in force on the shipped ones.",
        mixinStandardHelpOptions = true)
final class TrainPolicyCommand implements Callable<Integer> {
    /** Takes minutes a run, and hours with all rivals and seeds. */
    private static final String TOO_LARGE = "thousand-nodes";

    private final GlobalOptions global;
    private final Bar bar = new Bar(System.err, Boolean.getBoolean("weir.terminal"));

    @Option(
            names = "--generations",
            paramLabel = "N",
            defaultValue = "50",
            description = "steps of training; default 50")
    private int generations;

    @Option(
            names = "--population",
            paramLabel = "N",
            defaultValue = "16",
            description = "candidates in each generation, an even number; default 16")
    private int population;

    @Option(
            names = "--scenarios",
            paramLabel = "N",
            defaultValue = "4",
            description = "drawn scenarios that each candidate is tried in; default 4")
    private int scenarios;

    @Option(
            names = "--validation",
            paramLabel = "N",
            defaultValue = "32",
            description = "other drawn scenarios, to choose the best generation by; default 32")
    private int validation;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the same seed and numbers give the same network; default 1")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "runs of each policy in each scenario that decides; default 5")
    private int seeds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "also writes the network to a file, whatever the verdict")
    private @Nullable Path out;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    TrainPolicyCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws IOException {
        var plan = plan();
        var gate = Asked.check("--seeds", () -> new PolicyGate(judging(), seeds, 1));
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            run(plan, new PolicyPublication(gate, global.home().data("policies")), executor);
        } finally {
            bar.clear();
            executor.shutdownNow();
        }
        return 0;
    }

    private PolicyTraining.Plan plan() {
        if (population % 2 != 0) {
            throw new CommandFailed("--population: " + population + " is odd; candidates come in pairs", 2);
        }
        return Asked.check(
                "train policy",
                () -> new PolicyTraining.Plan(generations, population / 2, scenarios, validation, seed));
    }

    private List<Scenario> judging() {
        var shipped = new ScenarioFolder(global.home().root().resolve("simulator/scenarios"));
        return shipped.names().stream()
                .filter(name -> !name.equals(TOO_LARGE))
                .map(shipped::read)
                .toList();
    }

    private void run(PolicyTraining.Plan plan, PolicyPublication publication, ExecutorService executor)
            throws IOException {
        var clock = InstantSource.system();
        var began = clock.instant();
        var trained = PolicyTraining.run(
                plan,
                executor,
                (generation, cost) -> bar.at(
                        String.format(Locale.ROOT, "training, cost %+.1f %% of the planner's,", 100 * Math.expm1(cost)),
                        generation,
                        plan.generations()));
        bar.clear();
        byte[] onnx = NetworkFile.write(trained.network());
        if (out != null) {
            Files.write(out, onnx);
        }
        var origin = new PolicyPublication.Origin(plan, began, clock.instant());
        var report = publication.judge(onnx, origin, executor, (done, all) -> bar.at("judging", done, all));
        bar.clear();
        System.out.println(
                format == OutputFormat.JSON
                        ? Judged.json(plan, trained, report).toPrettyString()
                        : Judged.text(report));
    }
}
