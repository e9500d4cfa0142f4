package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One try of one request at one node, as the router logged it at its end.
 *
 * @param ended when the last byte came, or what became of it was known
 * @param latency from the first byte sent to the node until the last one received; zero where {@code reached} is false
 * @param reached whether the request got onto a connection to the node
 * @param failed whether the node failed it: no connection, a reset, a timeout or a 5xx; a caller who hung up is no failure
 * @param cohort which calls it belonged to, while a candidate is rolled out
 * @param load what the node said of its load in the answer
 * @param gateway that sent it; empty where that is not known
 */
public record Attempt(
        ApiName api,
        NodeId node,
        Instant ended,
        Duration latency,
        boolean reached,
        boolean failed,
        Cohort cohort,
        Optional<LoadReport> load,
        String gateway) {
    public Attempt {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(ended, "ended is null");
        Objects.requireNonNull(latency, "latency is null");
        Objects.requireNonNull(cohort, "cohort is null");
        Objects.requireNonNull(load, "load is null");
        Objects.requireNonNull(gateway, "gateway is null");
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency is negative");
        }
    }

    /** Which part of the calls. */
    public enum Cohort {
        /** Those that nobody compares. */
        REST,
        /** As many as the canary's, by the weights in force. */
        CONTROL,
        /** By the candidate's weights. */
        CANARY
    }

    /** One of the rest, by a node that does not report its load, sent by whatever gateway. */
    public Attempt(ApiName api, NodeId node, Instant ended, Duration latency, boolean reached, boolean failed) {
        this(api, node, ended, latency, reached, failed, Cohort.REST, Optional.empty(), "");
    }
}
