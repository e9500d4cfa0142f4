package dev.weir.scoring;

import java.util.Optional;

/** A trained weight policy: one network for any number of nodes, as it looks at each beside its crowd. Safe for use by many threads. */
public interface PolicyNetwork {
    /**
     * How each node's share should differ from the planned one.
     *
     * @param rows one for each node, as {@link PolicyFeatures#rows} gives them; any number
     * @return one for each row, in [-1, 1], 0 for no difference; empty where that is not what came out: the plan then stands
     */
    Optional<float[]> correct(float[][] rows);

    /** Whether an answer is what {@link #correct} says it is: one number in [-1, 1] for each of so many rows. NaN is none. */
    static boolean legal(float[] corrections, int rows) {
        if (corrections.length != rows) {
            return false;
        }
        for (float correction : corrections) {
            if (!(Math.abs(correction) <= 1)) {
                return false;
            }
        }
        return true;
    }
}
