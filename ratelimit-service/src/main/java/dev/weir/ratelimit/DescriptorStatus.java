package dev.weir.ratelimit;

import java.time.Duration;
import java.util.Objects;

/** What became of one descriptor. */
public sealed interface DescriptorStatus {
    /** Whether this alone refuses the request. */
    default boolean refuses() {
        return false;
    }

    /** No rule matches: nothing is counted. */
    record Unmatched() implements DescriptorStatus {}

    /** A rule matches and lets everything through. */
    record Unlimited(Rule rule) implements DescriptorStatus {
        public Unlimited {
            Objects.requireNonNull(rule, "rule is null");
        }
    }

    /**
     * A rule matches and was asked.
     *
     * @param hits what the request costs here
     * @param admitted whether the hits fitted; also false under a shadow rule that only reports
     * @param remaining hits that fit now, after these
     * @param reset when admitted, until the current window ends; when not, until these hits would fit
     * @param retryAfter after which its caller is asked to come again where this refuses; at least {@code reset}
     */
    record Counted(
            Rule rule, Rate rate, long hits, boolean admitted, long remaining, Duration reset, Duration retryAfter)
            implements DescriptorStatus {
        public Counted {
            Objects.requireNonNull(rule, "rule is null");
            Objects.requireNonNull(rate, "rate is null");
            Objects.requireNonNull(reset, "reset is null");
            Objects.requireNonNull(retryAfter, "retryAfter is null");
            if (remaining < 0 || reset.isNegative()) {
                throw new IllegalArgumentException("remaining " + remaining + " or reset " + reset + " is negative");
            }
        }

        /** Whether the hits are more than the rate ever admits at once: waiting does not help. */
        public boolean neverFits() {
            return hits > rate.requestsPerUnit();
        }

        @Override
        public boolean refuses() {
            return !admitted && !rule.shadow();
        }
    }
}
