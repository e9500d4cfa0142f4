package dev.weir.controlplane.topology;

import java.util.List;
import java.util.Objects;

/** All that the translator needs; equal topologies give equal xDS resources, byte for byte. */
public record Topology(ServiceAddresses services, List<ApiRoute> apis) {
    public Topology {
        Objects.requireNonNull(services, "services is null");
        apis = List.copyOf(apis);
    }
}
