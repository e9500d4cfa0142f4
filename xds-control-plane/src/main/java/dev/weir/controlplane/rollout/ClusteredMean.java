package dev.weir.controlplane.rollout;

/**
 * A mean over calls whose error does not take the calls of one tick to be independent: they met the same queues. The error is that of a ratio
 * of sums over ticks (Cochran, "Sampling Techniques", 1977, 6.4). Constant room; not thread-safe.
 */
final class ClusteredMean {
    private double calls;
    private double sum;
    private double squares;
    private double crossed;
    private double sizes;
    private long ticks;

    /** Of how often something happens: begins with one time in two calls, so that a few calls that agree are no certainty. */
    static ClusteredMean ofRatio() {
        var mean = new ClusteredMean();
        mean.add(1, 2);
        return mean;
    }

    /** One tick's. Nothing where it had no calls. */
    void add(double tickSum, int tickCalls) {
        if (tickCalls > 0) {
            calls += tickCalls;
            sum += tickSum;
            squares += tickSum * tickSum;
            crossed += tickSum * tickCalls;
            sizes += (double) tickCalls * tickCalls;
            ticks++;
        }
    }

    double mean() {
        return calls == 0 ? 0 : sum / calls;
    }

    /** Of the mean; infinite below two ticks. */
    double variance() {
        if (ticks < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = mean();
        double spread = Math.max(0, squares - 2 * mean * crossed + mean * mean * sizes);
        return spread * ticks / (ticks - 1) / (calls * calls);
    }
}
