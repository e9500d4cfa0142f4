package dev.weir.judge.anomaly;

import static java.util.Comparator.comparingDouble;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.judge.anomaly.port.Detector;
import dev.weir.model.AnomalyScore;
import dev.weir.model.AnomalyScore.Reason;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Watches what callers do and scores them. Any thread. Remembers the {@link #MAX_CALLERS} last active callers; who is forgotten
 * starts anew as ordinary.
 *
 * <p>The detector learns a caller at most once a second and only while its score is ordinary, so that no single caller can make its
 * own behaviour the norm quickly.
 */
public final class CallerBehaviour {
    static final int MAX_CALLERS = 20_000;
    private static final int MAX_PATHS = 20_000;
    private static final Duration RESCORE = Duration.ofMillis(50);
    private static final Duration LEARN = Duration.ofSeconds(1);
    private static final double ORDINARY = 0.3;
    private static final double WORTH_NAMING = 0.01;

    private final Detector detector;
    private final InstantSource clock;
    private final Cache<String, Watched> callers =
            Caffeine.newBuilder().maximumSize(MAX_CALLERS).build();
    private final Cache<Long, Boolean> answeredPaths =
            Caffeine.newBuilder().maximumSize(MAX_PATHS).build();

    /** One caller; guarded by itself. */
    private static final class Watched {
        final Activity activity;
        AnomalyScore score = AnomalyScore.NONE;
        Instant scoredAt = Instant.EPOCH;
        Instant learnedAt;

        Watched(Instant now) {
            this.activity = new Activity(now);
            this.learnedAt = now;
        }
    }

    public CallerBehaviour(Detector detector, InstantSource clock) {
        this.detector = detector;
        this.clock = clock;
    }

    /** Takes note of a request and scores its caller. */
    public AnomalyScore score(Caller caller, SeenRequest request) {
        var now = clock.instant();
        var watched = watched(caller.key(), now);
        synchronized (watched) {
            watched.activity.requested(
                    now,
                    request.api().map(ApiName::value).orElse("none") + " " + request.method(),
                    request.path(),
                    answeredPaths.getIfPresent(mark(request.path())) != null,
                    request.bodyBytes());
            if (!watched.scoredAt.plus(RESCORE).isAfter(now)) {
                rescore(watched, now);
            }
            return watched.score;
        }
    }

    /** Takes note of how a request ended, as Envoy logged it. */
    public void answered(String callerKey, boolean signIn, String path, int status) {
        var now = clock.instant();
        var watched = watched(callerKey, now);
        synchronized (watched) {
            watched.activity.answered(now, signIn, status);
        }
        if (status / 100 == 2) {
            answeredPaths.put(mark(path), true);
        }
    }

    /** What a path is remembered by: paths can be 32 KiB, and 20,000 of them would be the heap. Paths that share it are taken for one. */
    private static long mark(String path) {
        var sum = new CRC32C();
        sum.update(path.getBytes(StandardCharsets.UTF_8));
        return (long) path.hashCode() << Integer.SIZE | sum.getValue();
    }

    private Watched watched(String key, Instant now) {
        return callers.get(key, unseen -> new Watched(now));
    }

    private void rescore(Watched watched, Instant now) {
        double[] point = watched.activity.point(now);
        watched.score = named(detector.parts(point));
        watched.scoredAt = now;
        if (watched.score.value() < ORDINARY && !watched.learnedAt.plus(LEARN).isAfter(now)) {
            detector.learn(point);
            watched.learnedAt = now;
        }
    }

    private static AnomalyScore named(List<Double> parts) {
        double sum = parts.stream().mapToDouble(Double::doubleValue).sum();
        var reasons = IntStream.range(0, parts.size())
                .filter(i -> parts.get(i) >= WORTH_NAMING)
                .mapToObj(i -> new Reason(Feature.values()[i].word(), parts.get(i)))
                .sorted(comparingDouble(Reason::part).reversed())
                .toList();
        return new AnomalyScore(Math.clamp(sum, 0, 1), reasons);
    }
}
