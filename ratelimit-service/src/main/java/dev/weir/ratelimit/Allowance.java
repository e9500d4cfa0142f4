package dev.weir.ratelimit;

/** How much a rule lets through: so many in a window, or everything. */
public sealed interface Allowance permits Rate, Allowance.Unlimited {
    /** Everything: matched and reported, never counted. */
    record Unlimited() implements Allowance {}
}
