package dev.weir.judge.anomaly;

import dev.weir.judge.anomaly.port.Detector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.model.AnomalyScore;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Watches what callers do and scores them. Any thread, but for {@link #round}.
 *
 * <p>A request reads its caller's last score and leaves what it was in a bounded queue; no caller waits for another. Rounds take what was
 * left, and score. So a score is late by the pause between rounds and {@link Scorer#ACTIVE}, a tenth of a second together, and where many
 * callers are active at once by as long as it takes to score them all: 20,000, which are all that are remembered, about two seconds.
 *
 * <p>Fails open: who was not scored yet, was forgotten for {@link Scorer#MAX_CALLERS} others, or did what the queue had no room for, is
 * ordinary. So is everybody where no round has ended for {@link #STALE}, rather than what they were then. The limits hold meanwhile.
 *
 * <p>Holds less than {@link #MOST_BYTES}, whatever callers send.
 */
public final class CallerBehaviour {
    public static final Duration STALE = Duration.ofSeconds(5);

    static final long MOST_BYTES = 40L << 20;

    private final InstantSource clock;
    private final Marks marks = Marks.secret();
    private final SightingQueue queue = new SightingQueue();
    private final Scorer scorer;
    private volatile Instant lastRound = Instant.EPOCH;

    /** @param clock for how long ago something was */
    public CallerBehaviour(Detector detector, OrdinaryLog log, InstantSource clock) {
        this.scorer = new Scorer(detector, log);
        this.clock = clock;
    }

    /** Takes note of a request. Never blocks. @return its caller's score, from before it */
    public AnomalyScore score(Caller caller, SeenRequest request) {
        var now = clock.instant();
        long mark = marks.of(caller.key());
        queue.offer(new Sighting.Asked(
                mark,
                now,
                marks.of(request.api().map(ApiName::value).orElse("none") + " " + request.method()),
                marks.of(request.path()),
                request.bodyBytes()));
        return lastRound.plus(STALE).isAfter(now) ? scorer.scoreOf(mark) : AnomalyScore.NONE;
    }

    /** Takes note of how a request ended, as Envoy logged it. Never blocks. */
    public void answered(SeenAnswer answer) {
        queue.offer(new Sighting.Answered(
                marks.of(answer.callerKey()),
                clock.instant(),
                marks.of(answer.api()),
                answer.signIn(),
                marks.of(answer.path()),
                answer.status(),
                answer.took(),
                answer.retryAfter()));
    }

    /** Takes what was noted, and scores whose turn it is. One thread at a time. */
    public void round() {
        queue.drain(scorer::take);
        scorer.rescore(clock.instant());
        lastRound = clock.instant();
    }

    /** How long ago a round ended. Any thread. */
    public Duration sinceRound() {
        return Duration.between(lastRound, clock.instant());
    }

    /** What waits to be taken. Any thread. */
    public int waiting() {
        return queue.waiting();
    }

    /** What the queue had no room for, since the start. Any thread. */
    public long dropped() {
        return queue.dropped();
    }
}
