package dev.weir.scoring;

/**
 * How much an average should move for a window: little where the window lies within the usual spread, at once where it lies far beyond. Not
 * thread-safe.
 *
 * <p>A steady gain of 1 % averages over the last hundred calls; a surprised one of 50 % follows within a few. What is usual is learned: a running mean
 * of the logarithm and of its squared distance, per call. Surprises count for it only up to four times the usual, or one would hide the next.
 */
final class Surprise {
    private static final double STEADY = 0.01;
    private static final double SURPRISED = 0.5;
    /** In standard errors: from here on the gain rises, and two further on it is full. */
    private static final double FROM = 2;

    private static final double SPREAD_GAIN = 0.03;

    private double mean = Double.NaN;
    private double spread;
    private int windows;

    /** @param value the window's mean over {@code calls} calls, above 0 */
    double gain(double value, int calls) {
        double log = Math.log(value);
        windows++;
        if (windows == 1) {
            mean = log;
            return 1;
        }
        double off = log - mean;
        double square = off * off * calls;
        // Nothing is known of the spread by the first windows: as if it were that of random work.
        double usual = Math.clamp(spread, 0.02, 4);
        double learned = Math.max(SPREAD_GAIN, 1.0 / windows);
        double surprise = Math.abs(off) * Math.sqrt(calls / (windows < 8 ? Math.max(usual, 0.25) : usual));
        spread += learned * (Math.min(square, 4 * Math.max(usual, spread)) - spread);
        double gain = STEADY + (SURPRISED - STEADY) * Math.clamp((surprise - FROM) / 2, 0, 1);
        mean += (1 - Math.pow(1 - gain, calls)) * off;
        return gain;
    }
}
