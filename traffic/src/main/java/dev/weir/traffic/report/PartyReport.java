package dev.weir.traffic.report;

import dev.weir.traffic.load.Outcome.Failure;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one party's calls.
 *
 * @param rate calls that ended, a second
 * @param p50Millis latency from the planned time; of answers and timeouts
 * @param statuses calls by HTTP status
 * @param failures calls without an answer, by reason
 */
public record PartyReport(
        long calls,
        double rate,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        Map<Integer, Long> statuses,
        Map<Failure, Long> failures) {
    public PartyReport {
        statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /** Calls without an answer or with a server's error: the gateway's fault, unlike a refusal. */
    public long faults() {
        long unanswered = failures.values().stream().mapToLong(Long::longValue).sum();
        return unanswered
                + statuses.entrySet().stream()
                        .filter(status -> status.getKey() >= 500)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }
}
