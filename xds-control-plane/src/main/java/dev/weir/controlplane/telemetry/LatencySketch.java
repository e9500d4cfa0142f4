package dev.weir.controlplane.telemetry;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Latencies of late as a histogram whose counts decay: percentiles within 5 %, in constant room. Buckets grow by a tenth each, from
 * 0.05 ms to 80 s; what lies outside counts in the outermost. Not thread-safe.
 */
public final class LatencySketch {
    private static final double FIRST_MILLIS = 0.05;
    private static final double GROWTH = 1.1;
    private static final int BUCKETS = 150;
    /** Less than a hundredth of an attempt is as good as none. */
    private static final double NOTHING = 0.01;

    private final double[] counts = new double[BUCKETS];

    public void decay(double keep) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] *= keep;
        }
    }

    public void add(Duration latency) {
        double millis = latency.toNanos() / 1e6;
        int bucket = millis <= FIRST_MILLIS ? 0 : (int) (Math.log(millis / FIRST_MILLIS) / Math.log(GROWTH)) + 1;
        counts[Math.min(BUCKETS - 1, bucket)]++;
    }

    public double percentileMillis(double percent) {
        return percentileMillis(List.of(this), percent);
    }

    /** Over all of them together; 0 where nothing came of late. */
    static double percentileMillis(Collection<LatencySketch> sketches, double percent) {
        double all = sketches.stream().mapToDouble(LatencySketch::total).sum();
        if (all < NOTHING) {
            return 0;
        }
        double below = 0;
        int bucket = -1;
        while (bucket < BUCKETS - 1 && below < all * percent / 100) {
            bucket++;
            for (var sketch : sketches) {
                below += sketch.counts[bucket];
            }
        }
        return middleMillis(Math.max(0, bucket));
    }

    private double total() {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        return sum;
    }

    private static double middleMillis(int bucket) {
        return bucket == 0 ? FIRST_MILLIS : FIRST_MILLIS * Math.pow(GROWTH, bucket - 0.5);
    }
}
