package dev.weir.observe.adapter.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps our own meters and those of the virtual machine and the process that an operator needs; all others that libraries bring are dropped, for their
 * labels may be a stranger's to choose. A timer whose name ends in {@code _duration} is a histogram, in the same buckets everywhere.
 */
public final class WeirMeters implements MeterFilter {
    private static final String OURS = "weir_";

    private static final Set<String> KEPT = Set.of(
            "jvm.memory.used",
            "jvm.memory.committed",
            "jvm.memory.max",
            "jvm.gc.pause",
            "jvm.gc.overhead",
            "jvm.threads.live",
            "process.cpu.usage",
            "process.files.open",
            "process.files.max",
            "process.start.time",
            ResidentMemory.NAME);

    /** From an answer within the machine to the longest that a call may take, 15 s. */
    private static final double[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 15_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(OURS) || KEPT.contains(id.getName())
                ? MeterFilterReply.NEUTRAL
                : MeterFilterReply.DENY;
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getType() == Meter.Type.TIMER
                        && id.getName().startsWith(OURS)
                        && id.getName().endsWith("_duration")
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKETS)
                        .build()
                        .merge(config)
                : config;
    }
}
