package dev.weir.controlplane.adapter.quarkus;

import dev.weir.controlplane.adapter.envoy.SyncListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How gateways take what they are told, by type of resource. */
final class SyncMetrics implements SyncListener {
    private static final List<String> TYPES = List.of("clusters", "endpoints", "listeners", "routes");

    private final Map<String, Timer> acknowledged;
    private final Map<String, Counter> refused;

    SyncMetrics(MeterRegistry registry) {
        this.acknowledged = each(type -> Timer.builder("weir_controlplane_xds_ack_duration")
                .description("from telling a gateway something new until it acknowledged that")
                .tag("type", type)
                .register(registry));
        this.refused = each(type -> Counter.builder("weir_controlplane_xds_nacks")
                .description("times that a gateway refused what it was told")
                .tag("type", type)
                .register(registry));
    }

    private static <T> Map<String, T> each(Function<String, T> meter) {
        return TYPES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), meter));
    }

    @Override
    public void acknowledged(String type, Duration took) {
        var timer = acknowledged.get(type);
        if (timer != null) {
            timer.record(took);
        }
    }

    @Override
    public void refused(String type) {
        var counter = refused.get(type);
        if (counter != null) {
            counter.increment();
        }
    }
}
