package dev.weir.balancing;

/**
 * Calls one after the other that all took far longer, or all far shorter, than is usual there: a change that is clear by order alone, whatever the
 * calls' work and a machine's stalls make of averages. Not thread-safe.
 */
final class Streak {
    private final double ratio;
    private final int enough;
    private int calls;
    private double millis;

    private Streak(double ratio, int enough) {
        this.ratio = ratio;
        this.enough = enough;
    }

    /**
     * Of five calls that took more than 2.5 times the usual: where times are exponential a matter of 4 in a million, and by Markov's inequality
     * of one in a hundred for calls of any kind.
     */
    static Streak slow() {
        return new Streak(2.5, 5);
    }

    /** Of eight calls that took less than a quarter: as unlikely. */
    static Streak fast() {
        return new Streak(0.25, 8);
    }

    /** @return whether it is long enough to be believed */
    boolean add(double millisOfMeanCall, double usual) {
        double ofUsual = millisOfMeanCall / usual;
        if (ratio > 1 ? ofUsual <= ratio : ofUsual >= ratio) {
            end();
            return false;
        }
        calls++;
        millis += millisOfMeanCall;
        return calls >= enough;
    }

    void end() {
        calls = 0;
        millis = 0;
    }

    int calls() {
        return calls;
    }

    /** Of all its calls. */
    double millis() {
        return millis;
    }
}
