package dev.weir.balancing;

import java.util.stream.IntStream;

/**
 * How much longer a call takes at a busy endpoint than at an idle one. With utilisation ρ of c servers some {@code 1 + ρ^(√(2(c+1)) - 1) / (c(1 - ρ))}
 * times: Sakasegawa's approximation of M/M/c (1977), exact for one server, and for processor sharing as for a line.
 */
final class Crowding {
    /** Shares fall with the square of a call's latency. */
    static final double SHARPNESS = 2;

    private static final int MOST = 64;
    private static final int STEPS = 512;
    private static final double FULLEST = 0.9999;
    private static final Crowding[] BY_PARALLEL =
            IntStream.rangeClosed(1, MOST).mapToObj(Crowding::new).toArray(Crowding[]::new);

    private final double[] utilisation = new double[STEPS + 1];
    private final double[] wanted = new double[STEPS + 1];

    private Crowding(int parallel) {
        for (int i = 0; i <= STEPS; i++) {
            // Denser towards full, where latency changes fast.
            utilisation[i] = 1 - Math.pow(1 - FULLEST, (double) i / STEPS);
            wanted[i] = utilisation[i] * Math.pow(latency(utilisation[i], parallel), SHARPNESS);
        }
    }

    /** @param parallel at least 1; above {@value #MOST} is as that */
    static Crowding of(int parallel) {
        return BY_PARALLEL[Math.min(MOST, parallel) - 1];
    }

    /** In latencies of an idle endpoint. @param utilisation in [0, 1) */
    static double latency(double utilisation, int parallel) {
        return 1 + Math.pow(utilisation, Math.sqrt(2.0 * (parallel + 1)) - 1) / (parallel * (1 - utilisation));
    }

    /** The utilisation ρ at which {@code ρ · latency(ρ)^}{@value #SHARPNESS} is as wanted, at most {@value #FULLEST}. @param pull at least 0 */
    double utilisation(double pull) {
        if (pull >= wanted[STEPS]) {
            return utilisation[STEPS];
        }
        int low = 0;
        int high = STEPS;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (wanted[middle] <= pull) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double part = (pull - wanted[low]) / (wanted[high] - wanted[low]);
        return utilisation[low] + part * (utilisation[high] - utilisation[low]);
    }
}
