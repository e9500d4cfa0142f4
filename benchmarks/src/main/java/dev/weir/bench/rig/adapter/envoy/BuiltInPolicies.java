package dev.weir.bench.rig.adapter.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import dev.weir.bench.rig.BenchPolicy;
import dev.weir.simulator.scenario.Scenario;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.LoadBalancingPolicy;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin;
import io.envoyproxy.envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest;
import io.envoyproxy.envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Puts Envoy's own policies into their clusters. All else of a cluster stays as production has it: checks, ejection, retries, limits. */
final class BuiltInPolicies implements UnaryOperator<Cluster> {
    private final Duration blackout;
    private final Duration update;

    BuiltInPolicies(Scenario.Signals signals) {
        this.blackout = Durations.fromNanos(signals.blackout().toNanos());
        this.update = Durations.fromNanos(signals.update().toNanos());
    }

    @Override
    public Cluster apply(Cluster cluster) {
        return Arrays.stream(BenchPolicy.values())
                .filter(policy -> cluster.getName().startsWith(policy.api() + "."))
                .findFirst()
                .map(policy -> with(policy, cluster))
                .orElse(cluster);
    }

    private Cluster with(BenchPolicy policy, Cluster cluster) {
        return switch (policy) {
            case ROUND_ROBIN -> balancedBy("round_robin", RoundRobin.getDefaultInstance(), cluster);
            case LEAST_REQUEST -> balancedBy("least_request", LeastRequest.getDefaultInstance(), cluster);
            case CSWRR ->
                balancedBy(
                        "client_side_weighted_round_robin",
                        ClientSideWeightedRoundRobin.newBuilder()
                                .setBlackoutPeriod(blackout)
                                .setWeightUpdatePeriod(update)
                                .build(),
                        cluster);
            case WEIGHTS, PICK -> cluster;
        };
    }

    private static Cluster balancedBy(String name, Message policy, Cluster cluster) {
        var typed = TypedExtensionConfig.newBuilder()
                .setName("envoy.load_balancing_policies." + name)
                .setTypedConfig(Any.pack(policy));
        return cluster.toBuilder()
                .clearLbPolicy()
                .clearLeastRequestLbConfig()
                .setLoadBalancingPolicy(LoadBalancingPolicy.newBuilder()
                        .addPolicies(LoadBalancingPolicy.Policy.newBuilder().setTypedExtensionConfig(typed)))
                .build();
    }
}
