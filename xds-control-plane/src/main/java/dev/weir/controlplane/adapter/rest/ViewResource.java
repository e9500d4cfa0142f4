package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.access.RequestSeen;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.view.GatewayView;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

    private final GatewayLoop loop;
    private final AccessRing access;

    @Inject
    public ViewResource(GatewayLoop loop, AccessRing access) {
        this.loop = loop;
        this.access = access;
    }

    /** What is now, or what stood at a time that is still remembered. */
    @GET
    @Path("/view")
    public Response view(@QueryParam("at") @Nullable String at) {
        if (at == null) {
            return Response.ok(loop.view()).build();
        }
        var past = loop.past();
        try {
            return past.at(Instant.parse(at))
                    .map(view -> Response.ok(view).build())
                    .orElseGet(() -> AdminRefusals.response(
                            404,
                            "time_forgotten",
                            "Nothing is remembered of that time",
                            past.since()
                                    .map(since -> "The oldest view is of " + since + ".")
                                    .orElse("Nothing was seen yet.")));
        } catch (DateTimeParseException e) {
            return AdminRefusals.response(
                    400, "time_malformed", "Not a time", "at is ISO 8601 such as 2026-01-01T00:00:00Z.");
        }
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
                .map(tick -> loop.view());
    }

    /** At most fifteen minutes back; one point a second, or one for each {@code every}. */
    @GET
    @Path("/history")
    public Response history(@QueryParam("since") @Nullable String since, @QueryParam("every") @Nullable String every) {
        var earliest = Instant.now().minus(HISTORY);
        try {
            var from = since == null ? earliest : Instant.parse(since);
            var apart = every == null ? Duration.ZERO : Duration.parse(every);
            return Response.ok(loop.history().since(from.isBefore(earliest) ? earliest : from, apart))
                    .build();
        } catch (DateTimeParseException e) {
            return AdminRefusals.response(
                    400,
                    "time_malformed",
                    "Not a time",
                    "since is ISO 8601 such as 2026-01-01T00:00:00Z, every such as PT5S.");
        }
    }

    /** The last requests, newest first, and counts since the start. */
    @GET
    @Path("/access")
    public Access access() {
        var ring = access;
        return new Access(ring.recent(), ring.byDecision(), ring.byStatus());
    }

    /** Recent requests and counts of all. */
    public record Access(List<RequestSeen> recent, Map<String, Long> byDecision, Map<Integer, Long> byStatus) {}
}
