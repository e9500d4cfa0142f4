package dev.weir.observe.adapter.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** How a process's certificate stands, which it shows to gateways and services; nothing where it has none. */
public record IdentityMeters(Optional<Watched> watched) implements MeterBinder {
    /** @param leftSeconds until it ends @param refused whether what stands in its files is not in force; both by any thread */
    public record Watched(DoubleSupplier leftSeconds, BooleanSupplier refused) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        watched.ifPresent(identity -> {
            Gauge.builder(
                            "weir_identity_left_seconds",
                            identity,
                            each -> each.leftSeconds().getAsDouble())
                    .description("until the certificate that this process shows to gateways and services ends")
                    .strongReference(true)
                    .register(registry);
            Gauge.builder(
                            "weir_identity_refused",
                            identity,
                            each -> each.refused().getAsBoolean() ? 1 : 0)
                    .description("1 where what stands in the files of this process's identity is not in force")
                    .strongReference(true)
                    .register(registry);
        });
    }
}
