package dev.weir.controlplane.adapter.prometheus;

import dev.weir.controlplane.fleet.Head;
import dev.weir.controlplane.view.GatewayView;
import java.util.List;
import java.util.Locale;

/** Where nodes stand on their chains; nothing where no API asks. */
final class HeadFamilies {
    private HeadFamilies() {}

    static List<Family> of(GatewayView view) {
        var behind = Family.gauge(
                "node_head_behind_blocks", "blocks that the node lacks of what the others agree on", "api", "node");
        var standing = Family.gauge("node_head", "1 for where the node stands on its chain", "api", "node", "standing");
        boolean any = false;
        for (var api : view.apis()) {
            for (var node : api.nodes()) {
                if (node.head().isPresent()) {
                    any = true;
                    var head = node.head().get();
                    head.behind()
                            .ifPresent(blocks -> behind.sample(
                                    blocks, api.name().value(), node.node().value()));
                    sample(head, standing, api.name().value(), node.node().value());
                }
            }
        }
        return any ? List.of(behind, standing) : List.of();
    }

    private static void sample(Head head, Family standing, String api, String node) {
        for (var each : Head.Standing.values()) {
            standing.sample(each == head.standing(), api, node, each.name().toLowerCase(Locale.ROOT));
        }
    }
}
