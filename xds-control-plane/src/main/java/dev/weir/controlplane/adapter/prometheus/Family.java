package dev.weir.controlplane.adapter.prometheus;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** One metric while its samples are gathered. */
final class Family {
    private static final String PREFIX = "weir_controlplane_";

    private final MetricFamilySamples family;

    private Family(MetricFamilySamples family) {
        this.family = family;
    }

    static Family gauge(String name, String help, String... labels) {
        return new Family(new GaugeMetricFamily(PREFIX + name, help, List.of(labels)));
    }

    /** @param name without {@code _total} */
    static Family counter(String name, String help, String... labels) {
        return new Family(new CounterMetricFamily(PREFIX + name, help, List.of(labels)));
    }

    /** @param labels their values, in the order of their names */
    Family sample(double value, String... labels) {
        switch (family) {
            case GaugeMetricFamily gauge -> gauge.addMetric(List.of(labels), value);
            case CounterMetricFamily counter -> counter.addMetric(List.of(labels), value);
            default -> throw new IllegalStateException("no such family");
        }
        return this;
    }

    Family sample(boolean value, String... labels) {
        return sample(value ? 1 : 0, labels);
    }

    MetricFamilySamples samples() {
        return family;
    }
}
