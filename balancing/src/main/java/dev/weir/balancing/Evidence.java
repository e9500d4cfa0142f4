package dev.weir.balancing;

import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.EndpointHistory;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import dev.weir.scoring.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was observed of the nodes of one API, and what is made of it. Not thread-safe; time comes in. */
final class Evidence {
    /** Evidence this young is as good as new. */
    static final Duration FRESH = Duration.ofSeconds(2);

    /** After this long without an answer, half of the distance to the crowd is forgotten: a node ten times slower is tried again after some 8 s. */
    private static final Duration HALF_LIFE = Duration.ofSeconds(4);

    /** A call of at least this part of the believed service. */
    private static final double CONFIRMS = 0.5;

    private final Map<NodeId, EndpointHistory> histories = new HashMap<>();
    private final Map<NodeId, AttemptReplay> replays = new HashMap<>();

    /** When a call last took what is believed of the node, or failed. */
    private final Map<NodeId, Instant> confirmed = new HashMap<>();

    private final Map<NodeId, Double> believed = new HashMap<>();
    private final Parallelism together = new Parallelism(1);
    private final Variability variability = new Variability();

    void observe(WindowSample window) {
        histories.computeIfAbsent(window.node(), node -> new EndpointHistory()).observe(window);
    }

    /** From when attempts began and ended it is seen how fast a node serves and how many it serves at once. */
    void observe(Attempt attempt) {
        replays.computeIfAbsent(attempt.node(), node -> new AttemptReplay(variability, together))
                .add(attempt);
        double millis = attempt.latency().toNanos() / 1e6;
        if (attempt.failed() || millis >= CONFIRMS * believed.getOrDefault(attempt.node(), 0.0)) {
            confirmed.merge(attempt.node(), attempt.ended(), (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** Forgets all others. */
    void retain(Set<NodeId> nodes) {
        histories.keySet().retainAll(nodes);
        replays.keySet().retainAll(nodes);
        confirmed.keySet().retainAll(nodes);
        believed.keySet().retainAll(nodes);
    }

    boolean seen(NodeId node) {
        var history = histories.get(node);
        return history != null && history.seen();
    }

    /** Of calls of late; 0 where there were none. */
    double latencyMillis(NodeId node) {
        var history = histories.get(node);
        return history == null ? 0 : history.latencyMillis();
    }

    /** How much the calls' work differs. */
    double variability() {
        return variability.value();
    }

    /** The age of the youngest; empty where nothing was seen. */
    Optional<Duration> youngest(Instant now) {
        return histories.values().stream()
                .filter(EndpointHistory::seen)
                .map(history -> history.evidenceAge(now))
                .min(Comparator.naturalOrder());
    }

    Optional<FeatureVector> features(NodeId node, Instant now) {
        return Optional.ofNullable(histories.get(node))
                .filter(EndpointHistory::known)
                .map(history -> history.features(now));
    }

    /** Where a model is in force its predictions replace what was measured; where it refuses a node, the measured values stand. */
    NodeEstimate estimate(NodeId node, Instant now, Optional<ScoringModel> scoring) {
        var history = histories.get(node);
        if (history == null || !history.seen()) {
            return NodeEstimate.UNKNOWN;
        }
        double overdue = Math.max(0, age(node, history, now).minus(FRESH).toMillis());
        double confidence = Math.pow(0.5, overdue / HALF_LIFE.toMillis());
        double measured = history.known() ? history.latencyMillis() : Double.NaN;
        // A model foresees from what was usual; where a node has just changed, what is measured stands.
        var model = history.known() && history.usual()
                ? scoring.flatMap(each -> each.predict(history.features(now)))
                : Optional.<Prediction>empty();
        double latency = model.map(Prediction::latencyMillis).orElse(measured);
        double failure = model.map(Prediction::failureProbability).orElse(history.failureRatio());
        var replay = replays.get(node);
        var served = replay == null ? null : replay.until(now);
        if (served == null || !served.known()) {
            return new NodeEstimate(latency, latency, 1, failure, confidence);
        }
        believed.put(node, served.serviceMillis(measured));
        // What a model foresees for the latency holds for the service.
        double service = served.serviceMillis(measured) * latency / measured;
        return new NodeEstimate(latency, service, served.parallel(), failure, confidence);
    }

    /** Of what is believed: a call that is far faster does not make it younger, or the first good answer of a node that has healed would send it back. */
    private Duration age(NodeId node, EndpointHistory history, Instant now) {
        var since = confirmed.get(node);
        var age = since == null ? history.evidenceAge(now) : Duration.between(since, now);
        return age.compareTo(history.evidenceAge(now)) < 0 ? history.evidenceAge(now) : age;
    }
}
