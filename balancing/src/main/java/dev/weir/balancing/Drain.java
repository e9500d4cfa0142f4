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
    private static final double LONG = 0.99;
    /** How many calls of the long average the short one is drawn by. */
    private static final double DRAWN = 10;
    /** G is above 4 in one case of twenty where nothing has changed, above 12 in one of two thousand. */
    private static final double DOUBT = 4;

    private static final double CERTAIN = 12;
    private static final double KEPT = 0.2;
    /** What is not yet known is taken to be like the crowd, for as many calls. */
    private static final double PRIOR = 2;

    private static final double LEAST_MILLIS = 0.05;

    private double shortBusy;
    private double shortWork;
    private double longBusy;
    private double longWork;
    private boolean known;

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

    /** A call has ended. @param alone its latency where nothing was known of it in flight: the least that it was busy */
    void done(double work, double alone) {
        if (!known) {
            shortBusy = Math.max(shortBusy, alone);
            longBusy = Math.max(longBusy, alone);
        }
        known = true;
        shortWork = (shortWork + work) * SHORT;
        longWork = (longWork + work) * LONG;
        shortBusy *= SHORT;
        longBusy *= LONG;
        if (doubt() > CERTAIN) {
            // What came before is in the short average too: little of it is kept, so that what comes next counts for
            // more.
            shortBusy *= KEPT;
            shortWork *= KEPT;
            longBusy = shortBusy;
            longWork = shortWork;
        }
    }

    /** Milliseconds that it takes for a mean call with nothing beside. @param crowd of others, for what is not known of it */
    double serviceMillis(double crowd) {
        double usual = (longBusy + PRIOR * crowd) / (longWork + PRIOR);
        double drawn = DRAWN * Math.exp(-Math.max(0, doubt() - DOUBT) / 2);
        return Math.max(LEAST_MILLIS, (shortBusy + drawn * usual) / (shortWork + drawn));
    }

    private double doubt() {
        if (longWork < PRIOR || longBusy <= 0) {
            return 0;
        }
        double expected = shortBusy * longWork / longBusy;
        return 2 * (shortWork * Math.log(Math.max(1e-9, shortWork) / Math.max(1e-9, expected)) - shortWork + expected);
    }
}
