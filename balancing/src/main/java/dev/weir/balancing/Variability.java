package dev.weir.balancing;

/**
 * How much the calls of an API differ in work: variance over squared mean of the time that each had its endpoint for itself, in the endpoint's mean
 * calls, over some two hundred. 1 where the work is exponential. Not thread-safe.
 */
final class Variability {
    private static final double GAIN = 0.005;
    /** Less is not believed, as machines stall. */
    private static final double LEAST = 0.02;

    private static final double MOST_WORK = 50;

    private int calls;
    private double mean;
    private double square;

    void done(double work) {
        double bounded = Math.min(MOST_WORK, work);
        calls++;
        double gain = Math.max(GAIN, 1.0 / calls);
        mean += gain * (bounded - mean);
        square += gain * (bounded * bounded - square);
    }

    /** At least {@value #LEAST}; 1 where little is known. */
    double value() {
        return calls < 20 || mean <= 0 ? 1 : Math.max(LEAST, square / (mean * mean) - 1);
    }
}
