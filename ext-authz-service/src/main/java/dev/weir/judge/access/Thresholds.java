package dev.weir.judge.access;

import dev.weir.config.WeirConfig;
import dev.weir.model.AnomalyScore;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** At which anomaly scores a caller is slowed and refused; empty is never, which only observes. */
record Thresholds(OptionalDouble slow, OptionalDouble deny) {
    static Thresholds of(WeirConfig.Api api) {
        return new Thresholds(api.anomaly().slow(), api.anomaly().deny());
    }

    /** The lowest that any API has: for what belongs to none. */
    static Thresholds strictest(WeirConfig config) {
        return new Thresholds(lowest(config, WeirConfig.Anomaly::slow), lowest(config, WeirConfig.Anomaly::deny));
    }

    boolean slows(AnomalyScore score) {
        return slow.isPresent() && score.value() >= slow.getAsDouble();
    }

    boolean denies(AnomalyScore score) {
        return deny.isPresent() && score.value() >= deny.getAsDouble();
    }

    private static OptionalDouble lowest(WeirConfig config, Function<WeirConfig.Anomaly, OptionalDouble> which) {
        Stream<OptionalDouble> all = config.apis().stream().map(api -> which.apply(api.anomaly()));
        return all.filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }
}
