package dev.weir.balancing;

/**
 * How fast one endpoint works off what it is given: busy time, of each call that it serves at once, over work done. Work is counted in mean calls. Not
 * thread-safe.
 *
 * <p>Calls in flight count their time without having ended, so that an endpoint that slows down or hangs looks slower before its first late answer.
 * An average over some ten calls is drawn towards one over some hundred, as long as the two agree; where Poisson's law makes that unlikely
 * (the likelihood ratio G of the short one's work against the long one's rate), the short one stands alone, and soon for both.
 */
final class Drain {
    private static final double SHORT = 0.9;
    /** So far above the first doubt is certainty. */
    private static final double CERTAIN = 8;

    private static final double KEPT = 0.2;
    /** What is not yet known is taken to be like the crowd, for as many calls. */
    private static final double PRIOR = 2;

    private static final double LEAST_MILLIS = 0.05;

    /** Of the long averages, what remains after another call. */
    private final double kept;

    /** How many calls of the long average the short one is drawn by. */
    private final double drawn;

    private double shortBusy;
    private double shortWork;
    private double longBusy;
    private double longWork;
    private boolean known;

    /** G is above 4 in one case of twenty where nothing has changed, above 8 in one of two hundred. */
    private final double doubtful;

    private final Variability variability;

    private Drain(double kept, double drawn, double doubtful, Variability variability) {
        this.doubtful = doubtful;
        this.kept = kept;
        this.drawn = drawn;
        this.variability = variability;
    }

    /** For decisions call by call, which can as soon be taken otherwise: over a hundred calls, and half by the last ten. */
    static Drain brisk() {
        return new Drain(0.99, 10, 4, new Variability());
    }

    /** For plans that had better stand: over five hundred calls. @param variability of the calls' work, which doubt allows for */
    static Drain steady(Variability variability) {
        return new Drain(0.998, 100, 8, variability);
    }

    boolean known() {
        return known;
    }

    /** Time has passed. @param busy with so many calls at once */
    void advance(double millis, int busy) {
        shortBusy += busy * millis;
        longBusy += busy * millis;
    }

    /** Busy times so far are to be counted otherwise. */
    void rescale(double factor) {
        shortBusy *= factor;
        longBusy *= factor;
    }

    /** A call has ended. @param alone for how long, at least, it had the endpoint for itself @return whether what was known before is given up */
    boolean done(double work, double alone) {
        if (!known) {
            shortBusy = Math.max(shortBusy, alone);
            longBusy = Math.max(longBusy, alone);
        }
        known = true;
        shortWork = (shortWork + work) * SHORT;
        longWork = (longWork + work) * kept;
        shortBusy *= SHORT;
        longBusy *= kept;
        double doubt = doubt();
        boolean changed = doubt > doubtful + CERTAIN;
        if (changed) {
            // What came before is in the short average too: the clearer the change, the less of it is kept beside this
            // call.
            double left = KEPT * (doubtful + CERTAIN) / doubt;
            shortBusy = left * shortBusy + (1 - left) * alone;
            shortWork = left * shortWork + (1 - left) * work;
            longBusy = shortBusy;
            longWork = shortWork;
        }
        return changed;
    }

    /** What was seen before is of another time. @param calls that took so many milliseconds since */
    void restart(int calls, double millis) {
        shortBusy = millis;
        shortWork = calls;
        longBusy = millis;
        longWork = calls;
    }

    /** Milliseconds that it takes for a mean call with nothing beside. @param crowd of others, for what is not known of it */
    double serviceMillis(double crowd) {
        double usual = (longBusy + PRIOR * crowd) / (longWork + PRIOR);
        double pull = drawn * Math.exp(-Math.max(0, doubt() - doubtful) / 2);
        return Math.max(LEAST_MILLIS, (shortBusy + pull * usual) / (shortWork + pull));
    }

    /** Over many calls, as {@link #serviceMillis}; only where {@link #known}. */
    double usualMillis() {
        return longBusy / longWork;
    }

    /** Whether the short average agrees with the long one. */
    boolean certain() {
        return doubt() <= doubtful;
    }

    private double doubt() {
        if (longWork < PRIOR || longBusy <= 0) {
            return 0;
        }
        double expected = shortBusy * longWork / longBusy;
        return 2
                / variability.value()
                * (shortWork * Math.log(Math.max(1e-9, shortWork) / Math.max(1e-9, expected)) - shortWork + expected);
    }
}
