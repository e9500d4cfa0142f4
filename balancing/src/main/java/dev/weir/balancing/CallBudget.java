package dev.weir.balancing;

/**
 * Keeps what calls spend, one by one, within a limit in the mean: what a call leaves of it, later ones may spend, up to {@value #SAVED} calls' worth. What was spent
 * beyond it, because nothing else was to be had, later ones save, up to as much. So n calls spend n limits at most and {@value #SAVED} more. Not thread-safe.
 */
final class CallBudget {
    private static final int SAVED = 20;

    private final double limit;
    private double left;

    /** @param limit of a call, above 0; infinite where there is none */
    CallBudget(double limit) {
        this.limit = limit;
    }

    boolean allows(double value) {
        return value <= limit + left;
    }

    void spend(double value) {
        if (limit < Double.POSITIVE_INFINITY) {
            left = Math.clamp(left + limit - value, -SAVED * limit, SAVED * limit);
        }
    }
}
