package dev.weir.bench.balance;

import dev.weir.bench.rig.BenchPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./weir bench balance}. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Latency, failures, cost and reaction of each policy over scenarios, with 95 %% intervals over rounds.")
public final class BalanceCommand implements Callable<Integer> {
    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            arity = "1..*",
            split = ",",
            description = "default: all of benchmarks/scenarios")
    private List<String> scenarios = List.of();

    @Option(
            names = "--policies",
            paramLabel = "NAME",
            split = ",",
            description = "round_robin, least_request, cswrr, weights, pick; default: all")
    private List<BenchPolicy> policies = List.of(BenchPolicy.values());

    @Option(names = "--rounds", defaultValue = "5", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Mixin
    private final RunOptions options = new RunOptions();

    BalanceCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var measurement = new Measurement(options.terms(policies, rounds), System.err);
        var results = new ArrayList<ScenarioResult>();
        for (var file : options.files(scenarios)) {
            var result = measurement.of(file);
            results.add(result);
            if (!options.json()) {
                System.out.print(ResultTable.of(result));
            }
        }
        if (options.json()) {
            System.out.println(ResultJson.of(results).toPrettyString());
        }
        return results.stream().allMatch(ScenarioResult::valid) ? 0 : 1;
    }
}
