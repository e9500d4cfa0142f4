package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.access.RequestSeen;
import dev.weir.controlplane.adapter.quarkus.ControlPlane;
import dev.weir.controlplane.view.GatewayView;
import dev.weir.controlplane.view.History;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** What dashboards and command lines read. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ViewResource {
    private static final Duration STREAM_EVERY = Duration.ofMillis(500);
    private static final Duration HISTORY = Duration.ofMinutes(15);

    private final ControlPlane controlPlane;

    @Inject
    public ViewResource(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @GET
    @Path("/view")
    public GatewayView view() {
        return controlPlane.loop().view();
    }

    /** The view twice a second as server-sent events. */
    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<GatewayView> stream() {
        return Multi.createFrom()
                .ticks()
                .every(STREAM_EVERY)
                .onOverflow()
                .drop()
                .map(tick -> controlPlane.loop().view());
    }

    /** One point a second, at most fifteen minutes back. */
    @GET
    @Path("/history")
    public List<History.Point> history(@QueryParam("since") @Nullable Instant since) {
        var earliest = Instant.now().minus(HISTORY);
        return controlPlane.loop().history().since(since == null || since.isBefore(earliest) ? earliest : since);
    }

    /** The last requests, newest first, and counts since the start. */
    @GET
    @Path("/access")
    public Access access() {
        var ring = controlPlane.access();
        return new Access(ring.recent(), ring.byDecision(), ring.byStatus());
    }

    /** Recent requests and counts of all. */
    public record Access(List<RequestSeen> recent, Map<String, Long> byDecision, Map<Integer, Long> byStatus) {}
}
