package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.adapter.quarkus.ControlPlane;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What operators may change; each with a reason. {@link AdminGuard} has checked the token. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class OrdersResource {
    private final ControlPlane controlPlane;

    @Inject
    public OrdersResource(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** @param share in [0, 1] */
    public record PinOrder(@Nullable Double share, @Nullable String reason) {}

    /** Why. */
    public record Because(@Nullable String reason) {}

    @PUT
    @Path("/apis/{api}/nodes/{node}/pin")
    public Response pin(@PathParam("api") String api, @PathParam("node") String node, PinOrder order) {
        return known(api, node, (apiName, nodeId) -> {
            if (order.share() == null || !(order.share() >= 0 && order.share() <= 1)) {
                throw new IllegalArgumentException("share: a number from 0 to 1 is needed");
            }
            controlPlane.orders().pin(apiName, nodeId, order.share(), text(order.reason()));
        });
    }

    @DELETE
    @Path("/apis/{api}/nodes/{node}/pin")
    public Response unpin(@PathParam("api") String api, @PathParam("node") String node, Because because) {
        return known(
                api, node, (apiName, nodeId) -> controlPlane.orders().unpin(apiName, nodeId, text(because.reason())));
    }

    @PUT
    @Path("/freeze")
    public Response freeze(Because because) {
        return done(() -> controlPlane.orders().freeze(text(because.reason())));
    }

    @DELETE
    @Path("/freeze")
    public Response unfreeze(Because because) {
        return done(() -> controlPlane.orders().unfreeze(text(because.reason())));
    }

    private Response known(String api, String node, BiConsumer<ApiName, NodeId> order) {
        var serves = controlPlane.loop().view().apis().stream()
                .filter(each -> each.name().value().equals(api))
                .flatMap(each -> each.nodes().stream())
                .anyMatch(each -> each.node().value().equals(node));
        if (!serves) {
            return Problem.response(
                    404, "node_unknown", "No such node", "No node of that name serves an API of that name.");
        }
        return done(() -> order.accept(new ApiName(api), new NodeId(node)));
    }

    private static Response done(Runnable order) {
        try {
            order.run();
            return Response.noContent().build();
        } catch (IllegalArgumentException e) {
            return Problem.response(
                    400, "order_malformed", "The order cannot be taken", String.valueOf(e.getMessage()));
        }
    }

    private static String text(@Nullable String reason) {
        return reason == null ? "" : reason;
    }
}
