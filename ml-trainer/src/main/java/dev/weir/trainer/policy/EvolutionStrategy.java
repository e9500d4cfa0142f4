package dev.weir.trainer.policy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Evolution strategies: where to go is estimated from how candidates around the present point compare, without any derivative. Candidates come in
 * antithetic pairs, only the order of their costs counts, and Adam takes the steps.
 *
 * <p>Salimans, Ho, Chen, Sidor, Sutskever: <i>Evolution Strategies as a Scalable Alternative to Reinforcement Learning</i>, 2017; Kingma, Ba:
 * <i>Adam</i>, 2015. Not thread-safe; the same seed and the same costs give the same points.
 */
final class EvolutionStrategy {
    private static final double MOMENTUM = 0.9;
    private static final double SCALE_MEMORY = 0.99;
    private static final double EPSILON = 1e-8;

    private final float[] point;
    private final double deviation;
    private final double rate;
    private final SplittableRandom random;
    private final double[][] noise;
    private final double[] first;
    private final double[] second;
    private int steps;

    /**
     * @param pairs of candidates in each generation
     * @param deviation of the candidates' parameters from the point's
     * @param rate about how far a parameter moves in one generation
     */
    EvolutionStrategy(float[] start, int pairs, double deviation, double rate, long seed) {
        this.point = start.clone();
        this.deviation = deviation;
        this.rate = rate;
        this.random = new SplittableRandom(seed);
        this.noise = new double[pairs][start.length];
        this.first = new double[start.length];
        this.second = new double[start.length];
    }

    float[] point() {
        return point.clone();
    }

    /** A generation's candidates: 2i and 2i + 1 lie on opposite sides of the point. */
    float[][] ask() {
        var candidates = new float[2 * noise.length][point.length];
        for (int pair = 0; pair < noise.length; pair++) {
            for (int i = 0; i < point.length; i++) {
                noise[pair][i] = random.nextGaussian();
                candidates[2 * pair][i] = (float) (point[i] + deviation * noise[pair][i]);
                candidates[2 * pair + 1][i] = (float) (point[i] - deviation * noise[pair][i]);
            }
        }
        return candidates;
    }

    /** Goes towards what was cheap. @param costs of the candidates last asked for, in their order */
    void tell(double[] costs) {
        double[] ranks = ranks(costs);
        steps++;
        for (int i = 0; i < point.length; i++) {
            double gradient = 0;
            for (int pair = 0; pair < noise.length; pair++) {
                gradient += (ranks[2 * pair] - ranks[2 * pair + 1]) * noise[pair][i];
            }
            gradient /= 2 * noise.length * deviation;
            first[i] = MOMENTUM * first[i] + (1 - MOMENTUM) * gradient;
            second[i] = SCALE_MEMORY * second[i] + (1 - SCALE_MEMORY) * gradient * gradient;
            double mean = first[i] / (1 - Math.pow(MOMENTUM, steps));
            double scale = Math.sqrt(second[i] / (1 - Math.pow(SCALE_MEMORY, steps)));
            point[i] -= (float) (rate * mean / (scale + EPSILON));
        }
    }

    /** From -0.5 for the cheapest to 0.5 for the dearest; equals share theirs. */
    static double[] ranks(double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        return IntStream.range(0, costs.length)
                .mapToDouble(i -> {
                    int below = 0;
                    int equal = 0;
                    for (double other : sorted) {
                        below += other < costs[i] ? 1 : 0;
                        equal += other == costs[i] ? 1 : 0;
                    }
                    return (below + (equal - 1) / 2.0) / (costs.length - 1) - 0.5;
                })
                .toArray();
    }
}
