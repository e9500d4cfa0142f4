package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.loop.port.TopologyPublisher.TypeSync;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** How each connected gateway stands with each type of resource: taken, waited for, or refused with its own words. */
@Path("/api/v1/sync")
@Produces(MediaType.APPLICATION_JSON)
public class SyncResource {
    private final AdsPublisher publisher;

    @Inject
    public SyncResource(AdsPublisher publisher) {
        this.publisher = publisher;
    }

    @GET
    public Map<String, Map<String, TypeSync>> sync() {
        return publisher.sync();
    }
}
