package dev.weir.bench.balance;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.bench.rig.BenchPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./weir bench kill}: a node is killed again and again, and the time until it gets next to nothing is taken. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Kills a node again and again; median time until it gets below 1 %% of attempts, and calls that failed.")
public final class KillCommand implements Callable<Integer> {
    /** With the kill at a third, three seconds before it and six after. */
    private static final Duration LENGTH = Duration.ofSeconds(9);

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            defaultValue = "one-dead",
            description = "one that kills a node; default: ${DEFAULT-VALUE}")
    private String scenario = "";

    @Option(names = "--policies", paramLabel = "NAME", split = ",", description = "default: weights,pick")
    private List<BenchPolicy> policies = List.of(BenchPolicy.WEIGHTS, BenchPolicy.PICK);

    @Option(names = "--kills", defaultValue = "10", description = "of each policy; default: ${DEFAULT-VALUE}")
    private int kills;

    @Mixin
    private final RunOptions options = new RunOptions();

    KillCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var terms = options.terms(policies, kills, LENGTH);
        var result = new Measurement(terms, System.err)
                .of(options.files(List.of(scenario)).getFirst());
        if (BadNode.of(result.scenario()).isEmpty()) {
            throw new IllegalArgumentException("scenario '" + result.scenario().name() + "' kills no node");
        }
        if (options.json()) {
            System.out.println(json(result));
        } else {
            System.out.print(table(result));
        }
        return result.valid() ? 0 : 1;
    }

    private static String table(ScenarioResult result) {
        var text = new StringBuilder("\n  POLICY          KILLS   MEDIAN S TO < 1 %   LONGEST   FAILED CALLS\n");
        for (var policy : result.policies()) {
            var seconds = seconds(policy);
            text.append(String.format(
                    Locale.ROOT,
                    "  %-14s%7d%20s%10s%15d%n",
                    policy.policy().word(),
                    seconds.length,
                    word(median(seconds)),
                    word(seconds[seconds.length - 1]),
                    policy.failures()));
        }
        return text.toString();
    }

    private static String json(ScenarioResult result) {
        var tree = new ObjectMapper()
                .createObjectNode()
                .put("scenario", result.scenario().name())
                .put("valid", result.valid());
        var all = tree.putArray("policies");
        for (var policy : result.policies()) {
            var each = all.addObject()
                    .put("name", policy.policy().word())
                    .put("kills", policy.rounds().size())
                    .put("failures", policy.failures());
            double median = median(seconds(policy));
            if (Double.isInfinite(median)) {
                each.putNull("median_seconds_to_below_1_percent");
            } else {
                each.put("median_seconds_to_below_1_percent", median);
            }
            var list = each.putArray("seconds_to_below_1_percent");
            policy.rounds().forEach(round -> round.secondsToLittle().ifPresentOrElse(list::add, list::addNull));
        }
        return tree.toPrettyString();
    }

    /** Sorted; infinite where the share never fell. */
    private static double[] seconds(BenchResult policy) {
        return policy.rounds().stream()
                .mapToDouble(round -> round.secondsToLittle().orElse(Double.POSITIVE_INFINITY))
                .sorted()
                .toArray();
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String word(double seconds) {
        return Double.isInfinite(seconds) ? "never" : String.format(Locale.ROOT, "%.2f", seconds);
    }
}
