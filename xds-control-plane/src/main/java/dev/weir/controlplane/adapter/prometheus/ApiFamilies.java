package dev.weir.controlplane.adapter.prometheus;

import static java.util.stream.Collectors.toMap;

import dev.weir.balancing.GuardFired;
import dev.weir.controlplane.view.GatewayView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import java.time.Duration;
import java.util.List;

/** APIs and their nodes. Labels are names of the configuration and of the registry: a node that leaves it leaves here too. */
final class ApiFamilies {
    private static final List<String> POLICIES = List.of("learned", "ewma", "last-good", "uniform", "frozen");

    private ApiFamilies() {}

    static List<Family> of(GatewayView view) {
        var policy = Family.gauge("policy", "1 for what chooses the weights of the API now", "api", "policy");
        var guard = Family.gauge("guard_active", "1 where the guard changes what was planned", "api", "guard");
        var attempts = Family.counter("node_attempts", "attempts that reached the node", "api", "node");
        var failures = Family.counter("node_failures", "attempts that the node failed", "api", "node");
        var p50 = Family.gauge("node_latency_p50_seconds", "median latency of about the last 10 s", "api", "node");
        var p99 = Family.gauge("node_latency_p99_seconds", "what 99 of 100 attempts stayed below", "api", "node");
        var wanted =
                Family.gauge("node_share_wanted_ratio", "share of the calls that the node is to get", "api", "node");
        var real = Family.gauge(
                "node_share_real_ratio", "share of the calls of about the last 10 s that the node got", "api", "node");
        var usable = Family.gauge("node_usable", "1 where the node sends heartbeats", "api", "node");
        var drained = Family.gauge(
                "node_drained", "1 where the node gets no calls, as it is far slower, or behind", "api", "node");
        var pinned = Family.gauge("node_pinned", "1 where an operator holds the node's share", "api", "node");
        for (var api : view.apis()) {
            var name = api.name().value();
            POLICIES.forEach(each -> policy.sample(each.equals(api.policy()), name, each));
            api.guards().stream().map(GuardFired::name).distinct().forEach(each -> guard.sample(true, name, each));
            for (var node : api.nodes()) {
                var id = node.node().value();
                attempts.sample(node.attempts(), name, id);
                failures.sample(node.failures(), name, id);
                p50.sample(node.p50Millis() / 1e3, name, id);
                p99.sample(node.p99Millis() / 1e3, name, id);
                wanted.sample(node.shareWanted(), name, id);
                real.sample(node.shareReal(), name, id);
                usable.sample(node.usable(), name, id);
                drained.sample(node.drained(), name, id);
                pinned.sample(node.pin().isPresent(), name, id);
            }
        }
        return List.of(policy, guard, attempts, failures, p50, p99, wanted, real, usable, drained, pinned);
    }

    /** Each node once, however many APIs it serves. */
    static Family heartbeats(GatewayView view) {
        var age = Family.gauge("node_heartbeat_age_seconds", "time since the node's last heartbeat", "node");
        view.apis().stream()
                .flatMap(api -> api.nodes().stream())
                .collect(toMap(NodeView::node, NodeView::lastHeartbeat, (one, same) -> one))
                .forEach((node, beat) -> beat.ifPresent(at ->
                        age.sample(Duration.between(at, view.at()).toMillis() / 1e3, node.value())));
        return age;
    }
}
