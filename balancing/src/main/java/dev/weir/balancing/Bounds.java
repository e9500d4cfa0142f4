package dev.weir.balancing;

import dev.weir.model.TokenAmount;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the calls of one API may cost and how many may fail, in the mean of a plan. What is absent has no limit.
 *
 * @param budgetPer1000 the most that 1,000 calls may cost, above 0
 * @param availability the least part of the calls that is expected to succeed, in (0, 1)
 */
public record Bounds(Optional<TokenAmount> budgetPer1000, OptionalDouble availability) {
    public static final Bounds NONE = new Bounds(Optional.empty(), OptionalDouble.empty());

    public Bounds {
        Objects.requireNonNull(budgetPer1000, "budgetPer1000 is null");
        Objects.requireNonNull(availability, "availability is null");
        if (budgetPer1000.filter(TokenAmount.ZERO::equals).isPresent()) {
            throw new IllegalArgumentException("budgetPer1000 is 0");
        }
        if (availability.isPresent() && !(availability.getAsDouble() > 0 && availability.getAsDouble() < 1)) {
            throw new IllegalArgumentException("availability " + availability.getAsDouble() + " is not in (0, 1)");
        }
    }

    /** In base units; infinite where there is none. */
    double budgetPerCall() {
        return budgetPer1000
                .map(budget -> budget.baseUnits().doubleValue() / 1_000)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The largest part of the calls that may fail; infinite where there is no limit. */
    double failures() {
        return availability.isPresent() ? 1 - availability.getAsDouble() : Double.POSITIVE_INFINITY;
    }
}
