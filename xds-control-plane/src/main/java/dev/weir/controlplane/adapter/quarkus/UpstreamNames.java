package dev.weir.controlplane.adapter.quarkus;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.ConfigDelivery.Names;
import dev.weir.controlplane.fleet.Upstreams;

/** The names of endpoints, as the fleet looks them up. */
record UpstreamNames(Upstreams upstreams) implements Names {
    @Override
    public void follow(WeirConfig config) {
        upstreams.prepare(config.pools());
    }

    @Override
    public boolean looked() {
        return upstreams.looked();
    }
}
