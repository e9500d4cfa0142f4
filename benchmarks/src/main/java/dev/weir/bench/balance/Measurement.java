package dev.weir.bench.balance;

import dev.weir.bench.load.BenchCall;
import dev.weir.bench.load.CallPlan;
import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.Ports;
import dev.weir.bench.rig.adapter.envoy.Rig;
import dev.weir.bench.upstream.NodeScripts;
import dev.weir.bench.upstream.Stretched;
import dev.weir.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Measures policies side by side: every round gives each policy one block with the same calls and the same faults, in an order that turns from round to
 * round, so that whatever the machine does meanwhile meets all alike.
 */
final class Measurement {
    /** More than two cores bear, with all that runs beside. */
    private static final double MOST_PER_SECOND = 1_500;

    /**
     * Unmeasured, of each policy before the first round: compilers, connections. The calls come more and more often, as a judge that is not warm yet would
     * let the first ones time out, and what it had granted them would stand in the pick's way for as long as a lease.
     */
    private static final Duration REHEARSAL = Duration.ofSeconds(8);

    private static final int MOST_REHEARSALS = 3;
    private static final double GOLDEN = 0.618_033_988_749_895;

    private final Terms terms;
    private final PrintStream progress;

    /**
     * How to measure.
     *
     * @param length of the measured part of a block; the scenario's own where empty
     * @param load as a part of the nodes' capacity; the scenario's own where empty
     * @param folder for start files and logs
     */
    record Terms(
            List<BenchPolicy> policies,
            int rounds,
            Optional<Duration> length,
            OptionalDouble load,
            long seed,
            Ports ports,
            Path envoy,
            Path folder) {
        Terms {
            policies = List.copyOf(policies);
            if (policies.isEmpty() || rounds < 1 || rounds > 1_000) {
                throw new IllegalArgumentException("at least one policy and 1 to 1000 rounds are needed");
            }
        }
    }

    Measurement(Terms terms, PrintStream progress) {
        this.terms = terms;
        this.progress = progress;
    }

    ScenarioResult of(Path file) throws IOException, InterruptedException {
        var read = Scenario.read(file).with(OptionalInt.empty(), terms.load());
        var scenario = Stretched.to(read, terms.length().orElse(read.length()));
        var lab = new Lab(scenario, terms.ports());
        double rate = rate(scenario, terms.seed());
        progress.printf(
                Locale.ROOT,
                "%s: %.0f calls a second at load %.2f, %d rounds of %d blocks of %d s%n",
                scenario.name(),
                rate,
                scenario.load(),
                terms.rounds(),
                terms.policies().size(),
                scenario.warmup().plus(scenario.length()).toSeconds());
        var measured = new EnumMap<BenchPolicy, List<BlockMeasures>>(BenchPolicy.class);
        terms.policies().forEach(policy -> measured.put(policy, new ArrayList<>()));
        try (var rig = Rig.start(lab, file, terms.envoy(), terms.folder().resolve(scenario.name()))) {
            rehearse(rig, scenario);
            for (int round = 0; round < terms.rounds(); round++) {
                round(rig, lab, round, measured);
            }
            return new ScenarioResult(
                    scenario,
                    rate,
                    terms.policies().stream()
                            .map(policy -> new BenchResult(policy, measured.getOrDefault(policy, List.of())))
                            .toList(),
                    rig.lostAttempts());
        }
    }

    /** Each round's own, so that its load is the scenario's whatever faults chance drew. */
    private static double rate(Scenario scenario, long seed) {
        double rate = CallPlan.rate(scenario, NodeScripts.of(scenario, seed));
        if (rate > MOST_PER_SECOND) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "scenario '%s' asks for %.0f calls a second, more than %.0f that one machine bears beside the gateways; "
                            + "make the work of a call longer or the nodes fewer",
                    scenario.name(),
                    rate,
                    MOST_PER_SECOND));
        }
        return rate;
    }

    private void rehearse(Rig rig, Scenario scenario) throws IOException, InterruptedException {
        long seed = terms.seed() - 1;
        var all = CallPlan.of(scenario, rate(scenario, seed), seed);
        var calls = IntStream.range(0, all.size())
                .filter(i -> i * GOLDEN % 1 < Math.pow((double) all.get(i).atNanos() / REHEARSAL.toNanos(), 2))
                .mapToObj(all::get)
                .filter(call -> call.atNanos() < REHEARSAL.toNanos())
                .toList();
        for (int turn = 0; turn < MOST_REHEARSALS; turn++) {
            long failed = 0;
            for (var policy : terms.policies()) {
                failed += rig.play(policy, calls, seed).ends().stream()
                        .filter(end -> !end.answered())
                        .count();
            }
            progress.printf(Locale.ROOT, "  rehearsed, %d failed%n", failed);
            if (failed == 0) {
                return;
            }
        }
    }

    private void round(Rig rig, Lab lab, int round, Map<BenchPolicy, List<BlockMeasures>> measured)
            throws IOException, InterruptedException {
        long seed = terms.seed() + round;
        List<BenchCall> calls = CallPlan.of(lab.scenario(), rate(lab.scenario(), seed), seed);
        var order = new ArrayList<>(terms.policies());
        Collections.rotate(order, -round);
        for (var policy : order) {
            var block = BlockMeasures.of(lab.scenario(), lab.registry(), rig.play(policy, calls, seed));
            measured.getOrDefault(policy, new ArrayList<>()).add(block);
            progress.printf(
                    Locale.ROOT,
                    "  round %d/%d  %-13s p50 %6.1f ms  p99 %7.1f ms  %d failed of %d  cpu %.0f %%%s%n",
                    round + 1,
                    terms.rounds(),
                    policy.word(),
                    block.p50(),
                    block.p99(),
                    block.failures(),
                    block.calls(),
                    100 * block.cpuBusy(),
                    block.valid()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "  INVALID: fell behind (calls %.1f ms at p99, %.1f ms at most; answers %.1f ms)",
                                    block.lagP99Millis(),
                                    block.lagMostMillis(),
                                    block.upstreamLatestMillis()));
        }
    }
}
