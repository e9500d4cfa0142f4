package dev.weir.controlplane.rollout;

import java.util.Objects;

/**
 * How far a measure of the candidate's is beyond what the baseline's allows.
 *
 * <p>The bound is an asymptotic confidence sequence of a normal mixture (Robbins 1970; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences", Annals of Statistics 2024): it holds at every look at once, so that looking at each
 * tick does not make a false alarm more likely. Before any evidence the chance of one, per measure, stage and API, is {@value #ALPHA}.
 *
 * @param measure in words
 * @param excess the candidate's mean minus the most that the baseline's allows
 * @param error its standard error
 * @param calls of the candidate
 * @param expected for how many calls the bound is tightest
 */
public record Regret(String measure, double excess, double error, long calls, long expected) {
    private static final double ALPHA = 0.001;

    /** One-sided, 5 % at a single look: enough to wait, not to abort. */
    private static final double LIKELY = 1.645;

    public Regret {
        Objects.requireNonNull(measure, "measure is null");
        if (!Double.isFinite(excess) || !(error >= 0) || calls < 1 || expected < 1) {
            throw new IllegalArgumentException(measure + ": excess " + excess + " ± " + error + " of " + calls);
        }
    }

    /** So likely that the next stage should wait for more calls. */
    public boolean likely() {
        return excess > LIKELY * error;
    }

    /** So certain that the candidate must go, however often one looked. */
    public boolean certain() {
        return excess > width() * error;
    }

    /** In standard errors. */
    private double width() {
        double log = -2 * Math.log(ALPHA);
        double mixed = calls * (log + Math.log(log) + 1) / expected;
        return Math.sqrt((mixed + 1) / mixed * 2 * Math.log(Math.sqrt(mixed + 1) / ALPHA));
    }
}
