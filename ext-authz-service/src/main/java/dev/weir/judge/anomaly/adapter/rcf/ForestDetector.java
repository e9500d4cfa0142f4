package dev.weir.judge.anomaly.adapter.rcf;

import com.amazon.randomcutforest.RandomCutForest;
import dev.weir.judge.anomaly.port.Detector;
import java.util.Arrays;
import java.util.List;

/**
 * AWS's random cut forest. A point's attribution says, per feature, how much of its surprise comes from lying above the sample; the
 * sum is scaled so that what nearly all ordinary points reach is 0, and what only far-off points reach is 1. Learns nothing after it was
 * made: what is ordinary stays what was recorded, whatever callers do.
 */
public final class ForestDetector implements Detector {
    private static final int TREES = 50;
    private static final int SAMPLE = 256;
    /** Ordinary points stay below the first; a point far outside in one feature alone reaches the second. */
    private static final double ORDINARY_QUANTILE = 0.99;

    private final RandomCutForest forest;
    private final double ordinary;
    private final double extreme;

    /** @param ordinary points of callers as they usually are, a thousand or more */
    public ForestDetector(List<double[]> ordinary, long seed) {
        int dimensions = ordinary.getFirst().length;
        this.forest = RandomCutForest.builder()
                .dimensions(dimensions)
                .shingleSize(1)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLE)
                .randomSeed(seed)
                .parallelExecutionEnabled(false)
                .build();
        ordinary.forEach(point -> forest.update(floats(point)));
        this.ordinary = quantile(ordinary.stream().mapToDouble(this::above).toArray());
        this.extreme = extreme(dimensions);
    }

    @Override
    public List<Double> parts(double[] point) {
        double[] high = high(point);
        double sum = Arrays.stream(high).sum();
        double score = Math.clamp((sum - ordinary) / (extreme - ordinary), 0, 1);
        return Arrays.stream(high)
                .map(part -> sum <= 0 ? 0 : score * part / sum)
                .boxed()
                .toList();
    }

    private double above(double[] point) {
        return Arrays.stream(high(point)).sum();
    }

    private double[] high(double[] point) {
        return forest.getAnomalyAttribution(floats(point)).high.clone();
    }

    /** The least that a point gets which is twice the usual range in one feature and ordinary in the others. */
    private double extreme(int dimensions) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < dimensions; i++) {
            var point = new double[dimensions];
            point[i] = 2;
            least = Math.min(least, above(point));
        }
        return least;
    }

    private static double quantile(double[] values) {
        Arrays.sort(values);
        return values[(int) (ORDINARY_QUANTILE * (values.length - 1))];
    }

    private static float[] floats(double[] point) {
        var floats = new float[point.length];
        for (int i = 0; i < point.length; i++) {
            floats[i] = (float) point[i];
        }
        return floats;
    }
}
