package dev.weir.balancing;

import java.util.Arrays;

/**
 * How many calls an endpoint serves at once before they wait for one another: of a few numbers k the likeliest, where with n calls in flight work is done
 * at min(n, k) times some rate, by Poisson's law. Not thread-safe.
 *
 * <p>What is known of all endpoints together counts as some sixty calls of each, so that a new one begins as the others are.
 */
final class Parallelism {
    private static final int[] CANDIDATES = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};
    private static final int MOST = 64;
    private static final int FIT_EVERY = 32;
    private static final double KEEP = 0.9995;
    private static final double LIKE_THE_OTHERS = 60;
    /** Of the logarithm of likelihood: another number must be e⁴ times likelier. */
    private static final double BETTER = 4;
    /** Numbers that were never reached are all as likely, but for rounding; the least of them is taken. */
    private static final double NOISE = 1e-6;

    private final double[] millis = new double[MOST + 1];
    private final double[] work = new double[MOST + 1];
    private double allWork;
    private int calls;
    private int parallel;

    /** @param supposed until there is evidence; one of 1, 2, 3, 4, 6, 8 … 64 */
    Parallelism(int supposed) {
        parallel = supposed;
    }

    /** Time has passed with so many in flight. */
    void advance(double passedMillis, int inFlight) {
        millis[Math.min(MOST, inFlight)] += passedMillis;
    }

    /** A call has ended, of so many in flight with it. */
    void done(double ofWork, int inFlight) {
        work[Math.clamp(inFlight, 1, MOST)] += ofWork;
        allWork += ofWork;
        calls++;
    }

    int parallel() {
        return parallel;
    }

    boolean due() {
        return calls >= FIT_EVERY;
    }

    /** @return how many times more it was busy, counted by the new number rather than the old */
    double fit(Parallelism others) {
        calls = 0;
        double[] likely = logLikelihoods();
        double[] crowd = others.logLikelihoods();
        double weight = others.allWork == 0 ? 0 : Math.min(1, LIKE_THE_OTHERS / others.allWork);
        int best = 0;
        for (int i = 0; i < likely.length; i++) {
            likely[i] += weight * crowd[i];
            best = likely[i] > likely[best] + NOISE ? i : best;
        }
        double before = busy(parallel);
        if (likely[best] > likely[index(parallel)] + BETTER) {
            parallel = CANDIDATES[best];
        }
        double scale = before == 0 ? 1 : busy(parallel) / before;
        forget();
        return scale;
    }

    /** The evidence is of another time; the number stands until there is new. */
    void restart() {
        Arrays.fill(millis, 0);
        Arrays.fill(work, 0);
        allWork = 0;
        calls = 0;
    }

    private static int index(int parallel) {
        int index = 0;
        while (CANDIDATES[index] != parallel) {
            index++;
        }
        return index;
    }

    private double[] logLikelihoods() {
        double[] likely = new double[CANDIDATES.length];
        for (int i = 0; i < likely.length && allWork > 0; i++) {
            double sum = -allWork * Math.log(Math.max(1e-9, busy(CANDIDATES[i])));
            for (int n = 1; n <= MOST; n++) {
                sum += work[n] == 0 ? 0 : work[n] * Math.log(Math.min(n, CANDIDATES[i]));
            }
            likely[i] = sum;
        }
        return likely;
    }

    private double busy(int candidate) {
        double busy = 0;
        for (int n = 1; n <= MOST; n++) {
            busy += millis[n] * Math.min(n, candidate);
        }
        return busy;
    }

    private void forget() {
        double keep = Math.pow(KEEP, FIT_EVERY);
        for (int n = 0; n <= MOST; n++) {
            millis[n] *= keep;
            work[n] *= keep;
        }
        allWork *= keep;
    }
}
