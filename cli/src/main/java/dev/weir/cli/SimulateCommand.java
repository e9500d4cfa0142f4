package dev.weir.cli;

import dev.weir.cli.terminal.Bar;
import dev.weir.cli.terminal.Table;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.simulator.engine.NoiseSource;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.report.Comparison;
import dev.weir.simulator.report.ComparisonJson;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ScenarioFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir simulate}: policies side by side in virtual time, with how much of the gap to the best limit each closes. */
@Command(
        name = "simulate",
        description = "Compares ways of balancing in virtual time, with the limits that none can pass.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 1_000;

    private final GlobalOptions global;

    @Option(
            names = "--scenario",
            paramLabel = "FILE|NAME",
            description = "a scenario file, or one of the shipped ones; may be repeated (default: all shipped)")
    private List<String> asked = List.of();

    @Option(names = "--list", description = "shows the shipped scenarios and the policies, and runs nothing")
    private boolean list;

    @Option(
            names = "--policies",
            paramLabel = "NAMES",
            split = ",",
            description = "with commas between (default: all; learned where there is a network)")
    private List<String> policies = List.of();

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "the policy network of learned, as ONNX (default: the published one)")
    private @Nullable Path network;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5", description = "runs of each policy; default 5")
    private int seeds;

    @Option(names = "--seed", paramLabel = "FIRST", defaultValue = "1", description = "the first seed; default 1")
    private long firstSeed;

    @Option(names = "--gateways", paramLabel = "N", description = "instead of what the scenario says")
    private @Nullable Integer gateways;

    @Option(names = "--load", paramLabel = "X", description = "part of the capacity, instead of what the scenario says")
    private @Nullable Double load;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "CSV files with measured latencies, for scenarios with noise (default: generated)")
    private @Nullable Path data;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    SimulateCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var shipped = new ScenarioFolder(global.home().root().resolve("simulator/scenarios"));
        if (list) {
            System.out.print(listed(shipped));
            return 0;
        }
        var learned = learned();
        if (policies.isEmpty()) {
            policies = Policies.names().stream()
                    .filter(name -> learned.isPresent() || !name.equals(Policies.LEARNED))
                    .toList();
        }
        check();
        var scenarios = (asked.isEmpty() ? shipped.names() : asked)
                .stream().map(name -> overridden(scenario(shipped, name))).toList();
        List<NoiseSource> noise = data == null ? List.of() : NoiseSource.read(data);
        var comparisons = new ArrayList<Comparison>();
        var bar = new Bar(System.err, Boolean.getBoolean("weir.terminal"));
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            for (var scenario : scenarios) {
                var comparison = compare(scenario, noise, learned, executor, bar);
                if (format == OutputFormat.TABLE) {
                    System.out.println((comparisons.isEmpty() ? "" : "\n") + Simulated.text(comparison));
                }
                comparisons.add(comparison);
            }
        } finally {
            bar.clear();
            executor.shutdownNow();
        }
        if (format == OutputFormat.JSON) {
            System.out.println(ComparisonJson.of(comparisons).toPrettyString());
        }
        return 0;
    }

    private Comparison compare(
            Scenario scenario,
            List<NoiseSource> noise,
            Optional<PolicyNetwork> learned,
            ExecutorService executor,
            Bar bar) {
        bar.at(scenario.name(), 0, 1);
        var comparison = Comparison.run(
                scenario,
                noise,
                policies,
                learned,
                seeds,
                firstSeed,
                executor,
                (done, all) -> bar.at(scenario.name(), done, all));
        bar.clear();
        return comparison;
    }

    /** The network that was named, or the published one. */
    private Optional<PolicyNetwork> learned() {
        if (network != null) {
            return Optional.of(read(network));
        }
        return new PolicyRegistry(global.home().data("policies")).load() instanceof PolicyRegistry.Current.Good good
                ? Optional.of(good.network())
                : Optional.empty();
    }

    private static PolicyNetwork read(Path file) {
        try {
            return NetworkFile.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CommandFailed("--network: " + file + " is no policy network: " + e.getMessage(), e);
        }
    }

    private void check() {
        for (var policy : policies) {
            if (!Policies.names().contains(policy)) {
                throw new CommandFailed(
                        "--policies: there is no '" + policy + "'; there are " + String.join(", ", Policies.names()),
                        2);
            }
        }
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new CommandFailed("--seeds: " + seeds + " is not in 1.." + MOST_SEEDS, 2);
        }
    }

    private static Scenario scenario(ScenarioFolder shipped, String asked) {
        if (asked.endsWith(".yaml") || asked.contains("/")) {
            return Scenario.read(Path.of(asked));
        }
        if (!shipped.names().contains(asked)) {
            throw new CommandFailed(
                    "--scenario: there is no '" + asked
                            + "'; ./weir simulate --list shows the names, and a file's name ends in .yaml",
                    2);
        }
        return shipped.read(asked);
    }

    private Scenario overridden(Scenario scenario) {
        var changed = scenario;
        if (gateways != null) {
            var other = OptionalInt.of(gateways);
            changed = Asked.check("--gateways", () -> scenario.with(other, OptionalDouble.empty()));
        }
        if (load != null) {
            var before = changed;
            var other = OptionalDouble.of(load);
            changed = Asked.check("--load", () -> before.with(OptionalInt.empty(), other));
        }
        return changed;
    }

    private static String listed(ScenarioFolder shipped) {
        var table = new Table("SCENARIO", "ABOUT");
        shipped.names().forEach(name -> table.row(name, shipped.read(name).about()));
        return table.text() + "\n policies: " + String.join(", ", Policies.names()) + "\n limits among them: "
                + String.join(", ", Policies.LIMITS) + "\n";
    }
}
