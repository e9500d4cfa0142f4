package dev.weir.config;

import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How much is allowed of one API at one tier.
 *
 * @param caller the one whom it is for; empty for each by itself
 * @param calls 1 to {@link #UNBOUNDED}
 */
public record CallerLimit(ApiName api, Tier tier, Optional<String> caller, long calls, Duration per) {
    /** More than Envoy serves; stands for no limit. */
    public static final long UNBOUNDED = 1_000_000_000;

    public CallerLimit {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(tier, "tier is null");
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(per, "per is null");
        if (calls < 1 || calls > UNBOUNDED) {
            throw new IllegalArgumentException("calls " + calls + " is not in 1.." + UNBOUNDED);
        }
    }
}
