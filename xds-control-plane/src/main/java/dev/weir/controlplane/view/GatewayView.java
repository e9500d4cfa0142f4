package dev.weir.controlplane.view;

import dev.weir.balancing.Explanation;
import dev.weir.balancing.GuardFired;
import dev.weir.balancing.Pin;
import dev.weir.controlplane.fleet.Head;
import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.rollout.ApiEvidence;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Reported;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a dashboard shows, at one moment.
 *
 * @param gateways Envoys by id
 * @param silentNodes that the registry names and that are not listed, as they sent no heartbeat of late
 * @param model the model in force
 * @param network the policy network in force
 * @param rollout of a candidate, while there is one
 * @param rollsBack what a rollback would take back now, as its kind and digest; empty where there is nothing
 * @param auditTrouble where the audit log is not as it was written
 * @param droppedAttempts log entries that the weight loop did not get to, since the start
 */
public record GatewayView(
        Instant at,
        Instant startedAt,
        List<ApiView> apis,
        Map<String, GatewaySync> gateways,
        ArtifactView model,
        ArtifactView network,
        Optional<RolloutView> rollout,
        Optional<String> rollsBack,
        Optional<String> auditTrouble,
        Optional<Orders.Freeze> freeze,
        Optional<String> registryTrouble,
        int silentNodes,
        long droppedAttempts) {
    public GatewayView {
        apis = List.copyOf(apis);
    }

    /**
     * One API.
     *
     * @param policy what chose the weights: learned, ewma, last-good, uniform or frozen
     */
    public record ApiView(
            ApiName name,
            String prefix,
            String actuator,
            String policy,
            double requestsPerSecond,
            double errorRatio,
            double p50Millis,
            double p99Millis,
            List<GuardFired> guards,
            List<NodeView> nodes) {
        public ApiView {
            guards = List.copyOf(guards);
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * One node as it serves one API.
     *
     * @param address of one that is named by URL, the URL without its path
     * @param usable whether it sends heartbeats, or its name was found
     * @param drained whether it gets no traffic, as its tail has left the crowd or its head is too far behind
     * @param head where it stands on its chain, where the API asks for that
     * @param weight of 1,000,000
     * @param shareWanted in [0, 1]
     * @param shareReal of the attempts of about the last ten seconds, in [0, 1]
     * @param reported what the node says of itself: shown, and not believed
     * @param shareCandidate the share that a candidate's weights would give, or give, in [0, 1]
     * @param attempts that reached the node since the control plane started, as Envoy's {@code rq_total} counts them
     */
    public record NodeView(
            NodeId node,
            PoolName pool,
            String region,
            String address,
            String pricePerCall,
            boolean usable,
            boolean drained,
            Optional<Head> head,
            int weight,
            double shareWanted,
            double shareReal,
            double requestsPerSecond,
            double latencyMillis,
            double p50Millis,
            double p99Millis,
            double errorRatio,
            long attempts,
            long failures,
            Reported reported,
            Optional<Instant> lastHeartbeat,
            Optional<Pin> pin,
            Optional<Explanation> why,
            Optional<Double> shareCandidate) {}

    /**
     * What of a kind is in force.
     *
     * @param kind {@code model} or {@code policy network}
     * @param digest empty where none is
     * @param message the last thing that happened to that kind, in words
     */
    public record ArtifactView(String kind, Optional<String> digest, String message, Instant since) {}

    /**
     * A candidate on its way into force.
     *
     * @param kind {@code model} or {@code policy network}
     * @param percent how many of 100 calls the stage gives it
     * @param waitsFor what must come before the next stage, in words; empty where nothing holds it
     * @param calls that the stage has judged
     */
    public record RolloutView(
            String kind,
            ModelDigest candidate,
            String stage,
            int percent,
            Instant since,
            Optional<String> waitsFor,
            long calls,
            List<ApiEvidence> apis) {
        public RolloutView {
            apis = List.copyOf(apis);
        }
    }
}
