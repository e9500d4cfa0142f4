package dev.weir.traffic.report;

import dev.weir.traffic.load.Outcome;
import dev.weir.traffic.load.Outcome.Answered;
import dev.weir.traffic.load.Outcome.Failed;
import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.workload.Party;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts outcomes. Safe for many threads; the memory does not grow with the calls. */
public final class Tally {
    private static final long LONGEST_MICROS = Duration.ofMinutes(5).toNanos() / 1_000;
    private static final int MOST_NODES = 256;

    private final Map<Party, PartyTally> parties = new EnumMap<>(Party.class);
    private final ConcurrentHashMap<String, LongAdder> nodes = new ConcurrentHashMap<>();

    public Tally() {
        for (Party party : Party.values()) {
            parties.put(party, new PartyTally());
        }
    }

    private static final class PartyTally {
        final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        final AtomicLongArray statuses = new AtomicLongArray(600);
        final AtomicLongArray failures = new AtomicLongArray(Failure.values().length);
        final LongAdder calls = new LongAdder();
    }

    /** @param nanos from the planned time to the end; of calls that failed at once only the count is kept */
    public void count(Party party, Outcome outcome, long nanos) {
        var tally = Objects.requireNonNull(parties.get(party), "every party has its tally");
        tally.calls.increment();
        switch (outcome) {
            case Answered answered -> {
                tally.statuses.incrementAndGet(answered.status());
                record(tally, nanos);
                if (party == Party.HONEST && answered.status() == 200) {
                    node(answered.node());
                }
            }
            case Failed failed -> {
                tally.failures.incrementAndGet(failed.failure().ordinal());
                if (failed.failure() == Failure.TIMED_OUT) {
                    record(tally, nanos);
                }
            }
        }
    }

    private static void record(PartyTally tally, long nanos) {
        tally.micros.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
    }

    private void node(Optional<String> name) {
        var known = name.filter(node -> nodes.containsKey(node) || nodes.size() < MOST_NODES);
        nodes.computeIfAbsent(known.orElse("unknown"), fresh -> new LongAdder()).increment();
    }

    /** Calls that have ended, of all parties. */
    public long calls() {
        return parties.values().stream().mapToLong(tally -> tally.calls.sum()).sum();
    }

    /** What is counted so far. */
    public TrafficReport report(Duration elapsed, long badLines, long skippedLines) {
        var shares = new TreeMap<String, Long>();
        nodes.forEach((node, calls) -> shares.put(node, calls.sum()));
        var reports = new EnumMap<Party, PartyReport>(Party.class);
        parties.forEach((party, tally) -> {
            if (tally.calls.sum() > 0 || party == Party.HONEST) {
                reports.put(party, report(tally, elapsed));
            }
        });
        return new TrafficReport(elapsed, reports, shares, badLines, skippedLines);
    }

    private static PartyReport report(PartyTally tally, Duration elapsed) {
        var statuses = new TreeMap<Integer, Long>();
        for (int status = 0; status < tally.statuses.length(); status++) {
            if (tally.statuses.get(status) > 0) {
                statuses.put(status, tally.statuses.get(status));
            }
        }
        var failures = new EnumMap<Failure, Long>(Failure.class);
        for (Failure failure : Failure.values()) {
            if (tally.failures.get(failure.ordinal()) > 0) {
                failures.put(failure, tally.failures.get(failure.ordinal()));
            }
        }
        long calls = tally.calls.sum();
        return new PartyReport(
                calls,
                calls / Math.max(1e-9, elapsed.toNanos() / 1e9),
                millis(tally, 50),
                millis(tally, 99),
                millis(tally, 99.9),
                statuses,
                failures);
    }

    private static double millis(PartyTally tally, double percentile) {
        return tally.micros.getValueAtPercentile(percentile) / 1e3;
    }
}
