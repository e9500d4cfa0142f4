package dev.weir.traffic.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an access log, faster or slower than they came. A log knows whole seconds and is nearly in order: entries are
 * spread over their second at random, and sorted within a window.
 *
 * <p>Only GET and HEAD are replayed, as a log holds no bodies; other lines and those that cannot be read are counted. Bounded: one
 * window of entries, one line.
 */
public final class LogReplay implements Workload {
    private static final int WINDOW = 4_096;
    private static final int SHOWN = 200;

    private final BufferedReader log;
    private final double speed;
    private final int tokens;
    private final Optional<ApiMix> mapped;
    private final RandomGenerator random;
    private final PriorityQueue<Timed> window = new PriorityQueue<>(
            Comparator.comparing((Timed each) -> each.entry().at()).thenComparing(Timed::part));
    private @Nullable LogEntry first;

    /** @param part of its second that has passed, in [0, 1) */
    private record Timed(LogEntry entry, double part) {}

    private long latest;
    private volatile long badLines;
    private volatile long skippedLines;
    private volatile long readLines;
    private volatile String firstBad = "";

    /**
     * @param speed 2 replays twice as fast
     * @param tokens how many callers' tokens the log's clients share
     * @param mapped turns each path into a request of that API, the same path into the same request; empty keeps the paths
     */
    public LogReplay(Reader log, double speed, int tokens, Optional<ApiMix> mapped, RandomGenerator random) {
        if (!(speed > 0 && speed <= 1e6)) {
            throw new IllegalArgumentException("the speed is in 0..1000000");
        }
        this.log = new BufferedReader(log);
        this.speed = speed;
        this.tokens = tokens;
        this.mapped = mapped;
        this.random = random;
    }

    /** Lines that are not in the format. */
    public long badLines() {
        return badLines;
    }

    /** Lines of other methods than GET and HEAD. */
    public long skippedLines() {
        return skippedLines;
    }

    /** Why there was nothing to replay; empty where there was something. */
    public Optional<String> nothing() {
        if (readLines > 0) {
            return Optional.empty();
        }
        if (badLines + skippedLines == 0) {
            return Optional.of("it is empty");
        }
        return Optional.of(
                "none of its lines can be replayed: %d are of other methods than GET and HEAD, %d not in the combined format%s"
                        .formatted(skippedLines, badLines, badLines == 0 ? "" : ", the first of them: " + firstBad));
    }

    @Override
    public Optional<PlannedCall> next() throws IOException {
        fill();
        var next = window.poll();
        if (next == null) {
            return Optional.empty();
        }
        if (first == null) {
            first = next.entry();
        }
        long second = Duration.between(first.at(), next.entry().at()).toSeconds();
        return Optional.of(call(next.entry(), Math.max(0, second) + next.part()));
    }

    private PlannedCall call(LogEntry entry, double seconds) {
        long at = (long) (seconds * 1e9 / speed);
        latest = Math.max(latest, at);
        var request = mapped.map(api -> api.forKey(entry.path()))
                .orElseGet(() -> new Request(entry.method(), entry.path(), Optional.empty()));
        return new PlannedCall(latest, PlannedCaller.logged(entry.client(), tokens), request);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only read
    private void fill() throws IOException {
        while (window.size() < WINDOW) {
            var line = line();
            if (line == null) {
                return;
            }
            var entry = LogEntry.parse(line);
            if (entry.isEmpty()) {
                if (badLines++ == 0) {
                    firstBad = line.substring(0, Math.min(line.length(), SHOWN));
                }
            } else if (entry.get().method().equals("GET")
                    || entry.get().method().equals("HEAD")) {
                readLines++;
                window.add(new Timed(entry.get(), random.nextDouble()));
            } else {
                skippedLines++;
            }
        }
    }

    /** A line without its end; of one that is too long, enough to be refused. Null at the end. */
    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        int next = log.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = log.read()) {
            if (line.length() <= LogEntry.LONGEST_LINE && next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
