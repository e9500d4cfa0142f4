package dev.weir.controlplane.loop.port;

import dev.weir.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what was published. */
public final class FakePublisher implements TopologyPublisher {
    public final List<Topology> published = new ArrayList<>();
    public boolean broken;

    @Override
    public void publish(Topology topology) {
        if (broken) {
            throw new IllegalStateException("cannot be translated");
        }
        published.add(topology);
    }

    @Override
    public Set<String> addressable() {
        return gateways().keySet();
    }

    @Override
    public Map<String, Map<String, TypeSync>> sync() {
        return Map.of();
    }

    @Override
    public Map<String, GatewaySync> gateways() {
        return Map.of("gateway-1", new GatewaySync(true, published.size(), ""));
    }
}
