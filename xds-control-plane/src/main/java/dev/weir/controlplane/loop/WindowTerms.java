package dev.weir.controlplane.loop;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.weir.controlplane.fleet.FleetNode;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.Windows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What fleet and plans say of a tick's windows. A node that left costs nothing and says nothing. */
record WindowTerms(Map<NodeId, FleetNode> nodes, Map<ApiName, ApiLoop> apis) implements Windows.Terms {
    static WindowTerms of(List<FleetNode> nodes, List<ApiLoop> apis) {
        return new WindowTerms(
                nodes.stream().collect(toMap(node -> node.node(), identity())),
                apis.stream().collect(toMap(api -> api.api().name(), identity())));
    }

    @Override
    public TokenAmount price(NodeId node) {
        return Optional.ofNullable(nodes.get(node))
                .map(each -> each.pricePerCall())
                .orElse(TokenAmount.ZERO);
    }

    @Override
    public double share(ApiName name, NodeId node) {
        return Optional.ofNullable(apis.get(name)).map(api -> api.share(node)).orElse(0.0);
    }

    @Override
    public OptionalInt reportedInFlight(NodeId node) {
        return Optional.ofNullable(nodes.get(node))
                .map(FleetNode::reportedInFlight)
                .orElse(OptionalInt.empty());
    }
}
