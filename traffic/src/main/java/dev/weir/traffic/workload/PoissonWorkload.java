package dev.weir.traffic.workload;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Calls at random times of a given mean rate, as independent callers make them: exponential gaps (a Poisson process). Bursts by
 * thinning: drawn at the rate of a burst, and outside of bursts only one in {@code factor} kept (Lewis and Shedler, 1979).
 */
public final class PoissonWorkload implements Workload {
    private final List<PlannedCaller> callers;
    private final double ratePerNano;
    private final Bursts bursts;
    private final RequestMaker requests;
    private final RandomGenerator random;
    private double now;

    /** @param rate calls a second, more than 0, at most 100,000 */
    public PoissonWorkload(
            List<PlannedCaller> callers, double rate, Bursts bursts, RequestMaker requests, RandomGenerator random) {
        this.callers = List.copyOf(callers);
        if (callers.isEmpty() || !(rate > 0 && rate <= 100_000)) {
            throw new IllegalArgumentException("there are callers, and the rate is in 0..100000 a second");
        }
        this.ratePerNano = rate / 1e9;
        this.bursts = bursts;
        this.requests = requests;
        this.random = random;
    }

    @Override
    public Optional<PlannedCall> next() {
        do {
            now += random.nextExponential() / (ratePerNano * bursts.factor());
        } while (isThinned());
        var caller = callers.get(random.nextInt(callers.size()));
        return Optional.of(new PlannedCall((long) now, caller, requests.make(random)));
    }

    private boolean isThinned() {
        double kept = bursts.factorAt((long) now) / bursts.factor();
        return kept < 1 && random.nextDouble() >= kept;
    }
}
