package dev.weir.judge.anomaly;

import static java.util.Comparator.comparingDouble;

import dev.weir.judge.anomaly.port.Detector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.model.AnomalyScore;
import dev.weir.model.AnomalyScore.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The windows of all callers, and the scores made of them. One thread; {@link #scoreOf} any thread.
 *
 * <p>Who does something is scored anew {@link #ACTIVE} after the last time, and who is unlike others every {@link #IDLE} also while
 * it does nothing, or its score would stand until it is seen again. A fault while one caller is scored costs that score only.
 */
final class Scorer {
    /** Records of at most 1.2 KB each. */
    static final int MAX_CALLERS = 20_000;

    static final int MAX_PATHS = 20_000;
    static final Duration ACTIVE = Duration.ofMillis(50);
    static final Duration IDLE = Duration.ofSeconds(1);
    /** So that a round ends within about 200 ms, and the queue is drained meanwhile. */
    static final int MOST_A_ROUND = 1_000;

    private static final Duration LOG = Duration.ofSeconds(1);
    private static final double ORDINARY = 0.3;
    private static final double WORTH_NAMING = 0.01;

    private final Detector detector;
    private final OrdinaryLog log;
    private final LastUsed<Watched> callers = new LastUsed<>(MAX_CALLERS, this::forget);
    private final LastUsed<Boolean> answeredPaths = new LastUsed<>(MAX_PATHS, path -> {});
    private final Set<Watched> active = new LinkedHashSet<>();
    private final Set<Watched> unlike = new LinkedHashSet<>();
    /** Of callers that are not quite ordinary. */
    private final ConcurrentHashMap<Long, AnomalyScore> scores = new ConcurrentHashMap<>();

    private static final class Watched {
        final long caller;
        final Activity activity;
        Instant scoredAt = Instant.EPOCH;
        Instant loggedAt;

        Watched(long caller, Instant now) {
            this.caller = caller;
            this.activity = new Activity(now);
            this.loggedAt = now;
        }
    }

    Scorer(Detector detector, OrdinaryLog log) {
        this.detector = detector;
        this.log = log;
    }

    /** The last score; {@link AnomalyScore#NONE} of who was never scored. Takes no lock. */
    AnomalyScore scoreOf(long caller) {
        return scores.getOrDefault(caller, AnomalyScore.NONE);
    }

    void take(Sighting sighting) {
        var watched = callers.computeIfAbsent(sighting.caller(), caller -> new Watched(caller, sighting.at()));
        switch (sighting) {
            case Sighting.Asked asked -> watched.activity.take(asked, answeredPaths.get(asked.path()) != null);
            case Sighting.Answered answered -> {
                watched.activity.take(answered);
                if (answered.status() / 100 == 2) {
                    answeredPaths.put(answered.path(), true);
                }
            }
        }
        active.add(watched);
    }

    void rescore(Instant now) {
        rescore(active, ACTIVE, now);
        rescore(unlike, IDLE, now);
    }

    int callers() {
        return callers.size();
    }

    private void rescore(Set<Watched> some, Duration apart, Instant now) {
        var due = new ArrayList<Watched>();
        for (var each : some) {
            if (due.size() < MOST_A_ROUND && !each.scoredAt.plus(apart).isAfter(now)) {
                due.add(each);
            }
        }
        for (var each : due) {
            active.remove(each);
            unlike.remove(each);
            score(each, now);
        }
    }

    private void score(Watched watched, Instant now) {
        double[] values = watched.activity.values(now);
        watched.scoredAt = now;
        var score = named(detector.parts(Feature.scaled(values)));
        if (score.value() > 0) {
            scores.put(watched.caller, score);
            unlike.add(watched);
        } else {
            scores.remove(watched.caller);
        }
        if (score.value() < ORDINARY && !watched.loggedAt.plus(LOG).isAfter(now)) {
            log.add(values);
            watched.loggedAt = now;
        }
    }

    private void forget(Watched watched) {
        active.remove(watched);
        unlike.remove(watched);
        scores.remove(watched.caller);
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
