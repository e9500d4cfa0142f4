package dev.weir.trainer;

import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A model beside EWMA on windows that it was not trained on. Errors are weighted by attempts: of latency the mean absolute difference
 * of logarithms, of failures the Brier score.
 *
 * @param gainLow lower end of the 95 % interval (block bootstrap) of EWMA's latency error minus the model's; above 0 the model wins
 * @param failureLossHigh upper end of the same interval of the model's Brier score minus EWMA's
 */
public record Evaluation(
        int windows,
        double modelLatencyError,
        double ewmaLatencyError,
        double gainLow,
        double modelBrier,
        double ewmaBrier,
        double failureLossHigh) {
    /** A model that predicts failures worse by no more than this is as good. */
    static final double BRIER_TOLERANCE = 1e-3;

    private static final int RESAMPLES = 400;
    /** Neighbouring windows are alike; they are drawn together. */
    private static final int BLOCK = 40;

    /** The gate. */
    public boolean publishable() {
        return gainLow > 0 && failureLossHigh <= BRIER_TOLERANCE;
    }

    static Evaluation of(ScoringModel model, List<Example> examples, long seed) {
        double[] weights = examples.stream().mapToDouble(Example::attempts).toArray();
        var said = examples.stream().map(example -> answer(model, example)).toList();
        double[] modelLatency =
                errors(examples, example -> error(said.get(example).latencyMillis(), examples.get(example)));
        double[] ewmaLatency =
                errors(examples, example -> error(examples.get(example).fastLatencyMillis(), examples.get(example)));
        double[] modelBrier =
                errors(examples, example -> brier(said.get(example).failureProbability(), examples.get(example)));
        double[] ewmaBrier =
                errors(examples, example -> brier(examples.get(example).fastFailureRatio(), examples.get(example)));
        return new Evaluation(
                examples.size(),
                mean(modelLatency, weights),
                mean(ewmaLatency, weights),
                quantile(resampled(ewmaLatency, modelLatency, weights, seed), 0.025),
                mean(modelBrier, weights),
                mean(ewmaBrier, weights),
                quantile(resampled(modelBrier, ewmaBrier, weights, seed), 0.975));
    }

    Map<String, Double> metrics() {
        return Map.of(
                "latency_log_error_model", modelLatencyError,
                "latency_log_error_ewma", ewmaLatencyError,
                "latency_gain_low", gainLow,
                "brier_model", modelBrier,
                "brier_ewma", ewmaBrier);
    }

    /** What the gateway would use: the model's answer, or EWMA where that is not legal. */
    private static Prediction answer(ScoringModel model, Example example) {
        return model.predict(example.features())
                .orElseGet(() -> new Prediction(example.fastLatencyMillis(), example.fastFailureRatio()));
    }

    private static double[] errors(List<Example> examples, Function<Integer, Double> error) {
        double[] errors = new double[examples.size()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = error.apply(i);
        }
        return errors;
    }

    private static double error(double predicted, Example example) {
        return Math.abs(Math.log(predicted / example.latencyMillis()));
    }

    private static double brier(double predicted, Example example) {
        double p = example.failureRatio();
        return p * Math.pow(1 - predicted, 2) + (1 - p) * Math.pow(predicted, 2);
    }

    /** Means of {@code first - second} over blocks drawn with replacement, sorted. */
    private static double[] resampled(double[] first, double[] second, double[] weights, long seed) {
        var random = new SplittableRandom(seed);
        int blocks = Math.max(1, first.length / BLOCK);
        double[] means = new double[RESAMPLES];
        for (int draw = 0; draw < RESAMPLES; draw++) {
            double sum = 0;
            double weight = 0;
            for (int block = 0; block < blocks; block++) {
                int from = random.nextInt(blocks) * BLOCK;
                for (int i = from; i < Math.min(from + BLOCK, first.length); i++) {
                    sum += weights[i] * (first[i] - second[i]);
                    weight += weights[i];
                }
            }
            means[draw] = sum / weight;
        }
        Arrays.sort(means);
        return means;
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    private static double mean(double[] values, double[] weights) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * values[i];
            weight += weights[i];
        }
        return sum / weight;
    }
}
