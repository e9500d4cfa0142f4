package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.fleet.Fleet;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where nodes say that they live. Trusts nothing but the operator's signature. */
@Path("/api/v1/heartbeats")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class HeartbeatResource {
    private final Fleet fleet;

    @Inject
    public HeartbeatResource(Fleet fleet) {
        this.fleet = fleet;
    }

    /**
     * A heartbeat as it travels.
     *
     * @param address {@code host:port}
     * @param sentAt ISO 8601 or seconds since 1970
     */
    public record Body(
            @Nullable String node,
            @Nullable String address,
            long sequence,
            @Nullable Instant sentAt,
            int inFlight,
            @Nullable String signature) {}

    @POST
    public Response beat(@Nullable Body sent) {
        SignedHeartbeat signed;
        try {
            var body = present(sent, "a body");
            signed = new SignedHeartbeat(
                    new Heartbeat(
                            new NodeId(present(body.node(), "node")),
                            EndpointAddress.Socket.parse(present(body.address(), "address")),
                            body.sequence(),
                            present(body.sentAt(), "sentAt"),
                            body.inFlight()),
                    present(body.signature(), "signature"));
        } catch (IllegalArgumentException e) {
            return AdminRefusals.response(
                    400, "heartbeat_malformed", "Not a heartbeat", String.valueOf(e.getMessage()));
        }
        return fleet.accept(signed)
                .map(refusal -> AdminRefusals.response(
                        403, refusal.name().toLowerCase(Locale.ROOT), "The heartbeat was refused", refusal.detail()))
                .orElseGet(() -> Response.noContent().build());
    }

    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
