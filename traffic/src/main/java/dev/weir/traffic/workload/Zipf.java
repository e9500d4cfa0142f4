package dev.weir.traffic.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws places 0 to n-1, the k-th with probability proportional to 1 / (k+1)^s (Zipf, 1949): few keys take most calls, as in
 * real traffic. By binary search in the cumulated probabilities.
 */
public final class Zipf {
    private final double[] cumulated;

    /**
     * @param n 1 to 1,000,000
     * @param s 0 (all alike) to 5
     */
    public Zipf(int n, double s) {
        if (n < 1 || n > 1_000_000 || !(s >= 0 && s <= 5)) {
            throw new IllegalArgumentException("n is in 1..1000000 and s in 0..5");
        }
        cumulated = new double[n];
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += Math.pow(k + 1, -s);
            cumulated[k] = sum;
        }
    }

    public int draw(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
