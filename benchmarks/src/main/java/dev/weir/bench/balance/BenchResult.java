package dev.weir.bench.balance;

import dev.weir.bench.rig.BenchPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One policy over all rounds of a scenario. */
record BenchResult(BenchPolicy policy, List<BlockMeasures> rounds) {
    BenchResult {
        rounds = List.copyOf(rounds);
    }

    BenchInterval of(ToDoubleFunction<BlockMeasures> measure) {
        return BenchInterval.of(rounds.stream().mapToDouble(measure).toArray());
    }

    /** Round by round, as both had the same calls and faults. */
    BenchInterval p99Over(BenchResult other) {
        return BenchInterval.of(IntStream.range(0, Math.min(rounds.size(), other.rounds.size()))
                .mapToDouble(i -> rounds.get(i).p99() / other.rounds.get(i).p99())
                .toArray());
    }

    /** NaN where the scenario has no bad node, or its share did not fall in every round. */
    BenchInterval secondsToLittle() {
        return of(round -> round.secondsToLittle().orElse(Double.NaN));
    }

    /** The mean of each quarter of a second. */
    List<Double> shares() {
        var means = new ArrayList<Double>();
        for (int i = 0; i < rounds.getFirst().shares().size(); i++) {
            int at = i;
            means.add(rounds.stream()
                    .mapToDouble(round -> round.shares().get(at))
                    .filter(share -> !Double.isNaN(share))
                    .average()
                    .orElse(Double.NaN));
        }
        return means;
    }

    long failures() {
        return rounds.stream().mapToLong(BlockMeasures::failures).sum();
    }
}
