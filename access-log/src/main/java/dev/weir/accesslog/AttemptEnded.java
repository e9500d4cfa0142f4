package dev.weir.accesslog;

import dev.weir.model.ApiName;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One try of one request at one node has ended.
 *
 * @param api whose cluster it was
 * @param cluster its name
 * @param at by the clock of the Envoy that logged it
 * @param latency from the first byte sent to the node until the last one received, or until the end where there was none, which of one that was overtaken is less than it would have taken; zero where {@code reached} is
 *     false
 * @param reached whether the request got onto a connection to the node
 * @param loadReport what the node said of its load in the answer, as it stands there
 */
public record AttemptEnded(
        RequestId request,
        ApiName api,
        String cluster,
        NodeId node,
        Instant at,
        Duration latency,
        boolean reached,
        Ending ending,
        Optional<String> loadReport) {
    public AttemptEnded {
        Objects.requireNonNull(request, "request is null");
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(cluster, "cluster is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(ending, "ending is null");
        Objects.requireNonNull(loadReport, "loadReport is null");
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency " + latency + " is negative");
        }
    }

    /** What it says of its node: a caller who leaves, or whom the gateway refuses, says nothing. */
    public AttemptOutcome outcome() {
        return switch (ending) {
            case Ending.Answered(int status) -> status >= 500 ? AttemptOutcome.FAILED : AttemptOutcome.ANSWERED;
            case Ending.Failed(var how) ->
                switch (how) {
                    case UNREACHABLE -> AttemptOutcome.UNREACHABLE;
                    case CONNECTION_LOST, ANSWER_MALFORMED -> AttemptOutcome.FAILED;
                    case NO_NODE -> AttemptOutcome.NOTHING;
                };
            case Ending.TimedOut _ -> AttemptOutcome.FAILED;
            case Ending.Overtaken _ -> AttemptOutcome.OVERTAKEN;
            case Ending.LeftByCaller _, Ending.Refused _, Ending.FromCache _ -> AttemptOutcome.NOTHING;
        };
    }
}
