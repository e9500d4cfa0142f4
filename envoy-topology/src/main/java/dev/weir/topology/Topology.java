package dev.weir.topology;

import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import java.util.List;
import java.util.Objects;

/**
 * All that the translator needs; equal topologies give equal xDS resources, byte for byte.
 *
 * @param edge what one address may do
 * @param limits what each caller may where the rate limit service does not say
 */
public record Topology(ServiceAddresses services, List<ApiRoute> apis, Edge edge, List<CallerLimit> limits) {
    public Topology {
        Objects.requireNonNull(services, "services is null");
        apis = List.copyOf(apis);
        Objects.requireNonNull(edge, "edge is null");
        limits = List.copyOf(limits);
    }

    /** One for measurements, whose load comes from one address and has no callers. */
    public Topology(ServiceAddresses services, List<ApiRoute> apis) {
        this(services, apis, Edge.WIDE, List.of());
    }
}
