package dev.weir.judge.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What ordinary callers look like before any was seen, so that the first attacker does not become the norm: people who look
 * around, apps that poll, agents at their limit, now and then a wrong token or a limit met. Assumed, not measured; the detector
 * learns on from real callers.
 */
public final class OrdinaryCallers {
    private static final int COUNT = 3_000;

    private OrdinaryCallers() {}

    /** The same seed gives the same points. */
    public static List<double[]> points(long seed) {
        var random = new SplittableRandom(seed);
        var points = new ArrayList<double[]>(COUNT);
        for (int i = 0; i < COUNT; i++) {
            points.add(point(random));
        }
        return points;
    }

    private static double[] point(SplittableRandom random) {
        double rate = Math.min(110, Math.exp(1 + 1.6 * random.nextGaussian()));
        boolean mishap = random.nextInt(10) == 0;
        double refusals = Math.min(1.2, rate * (mishap ? random.nextDouble() : 0.02 * exponential(random)));
        double limited = random.nextInt(5) == 0 ? Math.min(3, rate * 0.2 * random.nextDouble()) : 0;
        double signIn = random.nextInt(8) == 0 ? 0.4 * random.nextDouble() : 0;
        double paths = Math.min(1.2, Math.min(rate, 0.25 * exponential(random)));
        double sequence = rate * 0.7 * random.nextDouble();
        double payload = random.nextInt(2) == 0 ? 0 : Math.min(2_000, Math.exp(5 + 0.8 * random.nextGaussian()));
        var values = new double[Feature.values().length];
        values[Feature.RATE.ordinal()] = rate;
        values[Feature.PATHS.ordinal()] = paths;
        values[Feature.SEQUENCE.ordinal()] = sequence;
        values[Feature.REFUSALS.ordinal()] = refusals;
        values[Feature.IMPATIENCE.ordinal()] = limited;
        values[Feature.SIGN_IN.ordinal()] = signIn;
        values[Feature.PAYLOAD.ordinal()] = payload;
        for (var feature : Feature.values()) {
            values[feature.ordinal()] = feature.scaled(values[feature.ordinal()]);
        }
        return values;
    }

    private static double exponential(SplittableRandom random) {
        return -Math.log(1 - random.nextDouble());
    }
}
