package dev.weir.scoring;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a node said of itself while a window lasted. It may lie: this is recorded and shown, and no weight rests on it (docs/adr/0013-reported-load.md).
 *
 * @param utilisation by the load reports in its answers, on average; 1 is all that it can serve at once
 * @param inFlight by its last heartbeat; of all APIs together
 */
public record Reported(OptionalDouble utilisation, OptionalInt inFlight) {
    /** It said nothing. */
    public static final Reported NOTHING = new Reported(OptionalDouble.empty(), OptionalInt.empty());

    public Reported {
        Objects.requireNonNull(utilisation, "utilisation is null");
        Objects.requireNonNull(inFlight, "inFlight is null");
        double part = utilisation.orElse(0);
        if (!(part >= 0) || Double.isInfinite(part)) {
            throw new IllegalArgumentException("utilisation " + part + " is not finite and at least 0");
        }
        if (inFlight.orElse(0) < 0) {
            throw new IllegalArgumentException("inFlight is negative");
        }
    }
}
