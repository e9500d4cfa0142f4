package dev.weir.balancing;

import java.util.List;

/**
 * How one endpoint serves, learned from when calls began and ended there: the time of a call that has it for itself ({@link Drain}), and how many it
 * serves at once ({@link Parallelism}). Times are nanoseconds of one clock; one that goes back is taken to stand. Not thread-safe.
 */
final class ServerModel {
    private static final int SOME = 4;

    private final Drain drain;
    private final Parallelism parallelism;
    private final Parallelism together;
    private final List<Streak> streaks;
    /** Whether it is for plans. */
    private final boolean stands;

    private int inFlight;
    private double served;
    private long at;

    /** For decisions call by call. Until it is seen otherwise one call at a time is served. @param together of all endpoints of the API; shared */
    static ServerModel brisk(Parallelism together) {
        return new ServerModel(Drain.brisk(), new Parallelism(1), together, List.of());
    }

    /**
     * For plans that had better stand. Until it is seen otherwise some calls are served at once: else a node that had never more than one, and now takes ten
     * times longer for each, would seem to work on them in turns, and to be as fast as they come.
     *
     * @param variability of the calls' work @param together of all endpoints of the API; both shared
     */
    static ServerModel steady(Variability variability, Parallelism together) {
        return new ServerModel(
                Drain.steady(variability), new Parallelism(SOME), together, List.of(Streak.slow(), Streak.fast()));
    }

    private ServerModel(Drain drain, Parallelism parallelism, Parallelism together, List<Streak> streaks) {
        this.streaks = streaks;
        this.stands = !streaks.isEmpty();
        this.drain = drain;
        this.parallelism = parallelism;
        this.together = together;
    }

    void advance(long now) {
        double millis = Math.max(0, now - at) / 1e6;
        at = Math.max(at, now);
        if (inFlight > 0) {
            int busy = Math.min(inFlight, parallelism.parallel());
            served += millis * busy / inFlight;
            drain.advance(millis, busy);
            parallelism.advance(millis, inFlight);
            together.advance(millis, inFlight);
        }
    }

    void began(long now) {
        advance(now);
        inFlight++;
    }

    void ended(long now) {
        advance(now);
        inFlight--;
    }

    /** What just ended was answered. @param work in mean calls @param aloneMillis for how long it had the endpoint for itself */
    void answered(double work, double aloneMillis) {
        boolean streak = followStreaks(aloneMillis / work);
        boolean changed = drain.done(work, aloneMillis);
        if (stands && (streak || changed)) {
            // Many at once while it was slow and few while it is fast would look like one at a time.
            parallelism.restart();
        }
        parallelism.done(work, inFlight + 1);
        together.done(work, inFlight + 1);
        if (parallelism.due()) {
            drain.rescale(parallelism.fit(together));
        }
    }

    private boolean followStreaks(double millis) {
        boolean changed = false;
        if (!drain.known()) {
            return changed;
        }
        double usual = drain.usualMillis();
        for (var streak : streaks) {
            if (streak.add(millis, usual)) {
                drain.restart(streak.calls(), streak.millis());
                streak.end();
                changed = true;
            }
        }
        return changed;
    }

    /** A call was answered that was not seen to begin. */
    void answeredUnseen(double latencyMillis) {
        var _ = drain.done(1, latencyMillis);
    }

    /** A call under way had been there for so long before it was seen. It counts where there was room beside the others. */
    void wasBusy(double millis) {
        drain.advance(millis, inFlight < parallelism.parallel() ? 1 : 0);
    }

    int inFlight() {
        return inFlight;
    }

    /** Milliseconds that each call in flight had the endpoint for itself, summed up since the start; a call's own is a difference. */
    double served() {
        return served;
    }

    /** Whether any call was answered. */
    boolean known() {
        return drain.known();
    }

    /** Whether it still serves as it did: what differs now is the calls. */
    boolean certain() {
        return drain.certain();
    }

    /** Of a mean call with nothing beside. @param crowd of others, for what is not known of it */
    double serviceMillis(double crowd) {
        return drain.serviceMillis(crowd);
    }

    /** How many it serves at once. */
    int parallel() {
        return parallelism.parallel();
    }
}
