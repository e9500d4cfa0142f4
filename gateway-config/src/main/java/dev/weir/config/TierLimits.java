package dev.weir.config;

import dev.weir.model.Tier;
import java.util.Optional;

/**
 * What one caller may of an API, by its tier; stronger than what {@code deploy/limits} says of the same API and tier.
 *
 * @param open for whoever has signed in, or need not
 * @param staked for wallets with a stake; as {@code open} without it
 * @param slowed for callers whose behaviour is out of the ordinary; a tenth of {@code open} without it
 */
public record TierLimits(CallRate open, Optional<CallRate> staked, Optional<CallRate> slowed) {
    private static final int SLOWED = 10;

    public TierLimits {
        Required.value(open, "open");
    }

    public CallRate of(Tier tier) {
        return switch (tier) {
            case OPEN -> open;
            case STAKED -> staked.orElse(open);
            case SLOWED -> slowed.orElseGet(() -> new CallRate(Math.max(1, open.calls() / SLOWED), open.unit()));
        };
    }
}
