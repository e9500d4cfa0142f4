package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.operator.OrderBook;
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
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What operators may change; each with a reason. {@link AdminGuard} has checked the token. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class OrdersResource {
    private static final Logger LOG = Logger.getLogger(OrdersResource.class.getName());

    private final OrderBook orders;
    private final GatewayLoop loop;
    private final Asker asker;

    @Inject
    public OrdersResource(OrderBook orders, GatewayLoop loop, Asker asker) {
        this.asker = asker;
        this.orders = orders;
        this.loop = loop;
    }

    /** @param share in [0, 1] */
    public record PinOrder(@Nullable Double share, @Nullable String reason) {}

    /** Why. */
    public record Because(@Nullable String reason) {}

    @PUT
    @Path("/apis/{api}/nodes/{node}/pin")
    public Response pin(@PathParam("api") String api, @PathParam("node") String node, @Nullable PinOrder order) {
        return known(api, node, (apiName, nodeId) -> {
            if (order == null || order.share() == null || !(order.share() >= 0 && order.share() <= 1)) {
                throw new IllegalArgumentException("share: a number from 0 to 1 is needed");
            }
            orders.pin(asker.name(), apiName, nodeId, order.share(), order.reason() == null ? "" : order.reason());
        });
    }

    @DELETE
    @Path("/apis/{api}/nodes/{node}/pin")
    public Response unpin(@PathParam("api") String api, @PathParam("node") String node, @Nullable Because because) {
        return known(api, node, (apiName, nodeId) -> orders.unpin(asker.name(), apiName, nodeId, text(because)));
    }

    @PUT
    @Path("/freeze")
    public Response freeze(@Nullable Because because) {
        return done(() -> orders.freeze(asker.name(), text(because)));
    }

    @DELETE
    @Path("/freeze")
    public Response unfreeze(@Nullable Because because) {
        return done(() -> orders.unfreeze(asker.name(), text(because)));
    }

    private Response known(String api, String node, BiConsumer<ApiName, NodeId> order) {
        var serves = loop.view().apis().stream()
                .filter(each -> each.name().value().equals(api))
                .flatMap(each -> each.nodes().stream())
                .anyMatch(each -> each.node().value().equals(node));
        if (!serves && !pinned(api, node)) {
            return AdminRefusals.response(
                    404, "node_unknown", "No such node", "No node of that name serves an API of that name.");
        }
        return done(() -> order.accept(new ApiName(api), new NodeId(node)));
    }

    /** A pin can be taken back also after its node has left. */
    private boolean pinned(String api, String node) {
        return orders.orders().pins().entrySet().stream()
                .filter(each -> each.getKey().value().equals(api))
                .flatMap(each -> each.getValue().keySet().stream())
                .anyMatch(each -> each.value().equals(node));
    }

    private static Response done(Runnable order) {
        return taken(() -> {
            order.run();
            return Response.noContent().build();
        });
    }

    /** Where the order itself is wrong, or cannot be stored, that is the answer. */
    static Response taken(Supplier<Response> order) {
        try {
            return order.get();
        } catch (IllegalArgumentException e) {
            return AdminRefusals.response(
                    400, "order_malformed", "The order cannot be taken", String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            LOG.log(Level.SEVERE, "an order could not be stored", e);
            return AdminRefusals.response(
                    503,
                    "order_not_stored",
                    "The order was not stored",
                    "Nothing was changed: the control plane cannot write its data folder. Its log says why.");
        }
    }

    static String text(@Nullable Because because) {
        return because == null || because.reason() == null ? "" : because.reason();
    }
}
