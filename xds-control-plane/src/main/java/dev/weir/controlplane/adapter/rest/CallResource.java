package dev.weir.controlplane.adapter.rest;

import dev.weir.balancing.Contribution;
import dev.weir.balancing.Explanation;
import dev.weir.controlplane.access.CallTrace;
import dev.weir.controlplane.access.CallTrace.Try;
import dev.weir.controlplane.access.CallTraces;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One call by the id that its caller saw: who, why let in or refused, which nodes and why they had their part of the calls then. */
@Path("/api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
public class CallResource {
    private final CallTraces calls;
    private final GatewayLoop loop;

    @Inject
    public CallResource(CallTraces calls, GatewayLoop loop) {
        this.calls = calls;
        this.loop = loop;
    }

    @GET
    @Path("/{id}")
    public Response call(@PathParam("id") String text) {
        try {
            var id = new RequestId(text);
            return calls.find(id)
                    .map(call -> Response.ok(seen(id, call)).build())
                    .orElseGet(() -> AdminRefusals.response(
                            404,
                            "call_unknown",
                            "No such call is remembered",
                            "Calls show within a second of their end, and the last " + CallTraces.KEPT
                                    + " are remembered. The id is the x-request-id of the answer."));
        } catch (IllegalArgumentException e) {
            return AdminRefusals.response(
                    400, "request_id_malformed", "Not a request id", String.valueOf(e.getMessage()));
        }
    }

    private SeenCall seen(RequestId id, CallTrace call) {
        var api = call.end().map(CallTrace.End::api).orElse("");
        return new SeenCall(
                id.value(),
                call.end(),
                call.attempts().stream()
                        .map(attempt -> new SeenTry(attempt, standing(api, attempt.node(), attempt.endedAt())))
                        .toList());
    }

    /** Empty where the time is forgotten, or the node had no weight. */
    private Optional<NodeStanding> standing(String api, NodeId node, Instant at) {
        return loop.past().at(at).stream()
                .flatMap(view -> view.apis().stream())
                .filter(view -> view.name().value().equals(api))
                .flatMap(view -> view.nodes().stream()
                        .filter(each -> each.node().equals(node))
                        .map(each -> NodeStanding.of(view, each)))
                .findFirst();
    }

    /** A call as it is shown. */
    public record SeenCall(String request, Optional<CallTrace.End> end, List<SeenTry> attempts) {}

    /** An attempt, and how its node stood then. */
    public record SeenTry(Try attempt, Optional<NodeStanding> standing) {}

    /** @param actuator {@code pick}: the judge named the node of this call; {@code weights}: Envoy chose by shares */
    public record NodeStanding(
            String actuator, String policy, double shareWanted, double shareReal, List<Contribution> contributions) {
        static NodeStanding of(ApiView api, NodeView node) {
            return new NodeStanding(
                    api.actuator(),
                    api.policy(),
                    node.shareWanted(),
                    node.shareReal(),
                    node.why().map(Explanation::contributions).orElse(List.of()));
        }
    }
}
