package dev.weir.balancing;

import java.time.Duration;
import java.util.Objects;

/**
 * What one API's weight loop aims at, and within which bounds. Shares are fractions of 1.
 *
 * @param staleness how long without any evidence until the last good weights are put back; after six times as long all get the same
 */
public record BalancerSettings(
        Objective objective,
        Bounds bounds,
        Duration tick,
        double floor,
        double cap,
        double step,
        double deadband,
        Duration staleness) {
    public BalancerSettings {
        Objects.requireNonNull(objective, "objective is null");
        Objects.requireNonNull(bounds, "bounds is null");
        Objects.requireNonNull(tick, "tick is null");
        Objects.requireNonNull(staleness, "staleness is null");
        if (!(floor >= 0 && floor <= cap && cap <= 1)) {
            throw new IllegalArgumentException(
                    "floor " + floor + " and cap " + cap + " are not 0 <= floor <= cap <= 1");
        }
        if (!(step > 0 && step <= 1) || !(deadband >= 0 && deadband <= 1)) {
            throw new IllegalArgumentException("step " + step + " or deadband " + deadband + " is not a share");
        }
    }
}
