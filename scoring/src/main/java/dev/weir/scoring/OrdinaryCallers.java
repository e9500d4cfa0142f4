package dev.weir.scoring;

import java.util.List;

/**
 * What ordinary callers were seen to do, of nobody by name: what the anomaly score measures others by.
 *
 * @param features the columns, by the names of the glossary
 * @param rows one per caller and moment, a value for each feature: events a second, or bytes; finite and not negative. Not to be changed
 */
public record OrdinaryCallers(List<String> features, List<double[]> rows) {
    /** A score of fewer would take chance for the rule. */
    public static final int LEAST = 1_000;

    public static final int MOST = 20_000;

    public OrdinaryCallers {
        features = List.copyOf(features);
        rows = List.copyOf(rows);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("there are no features");
        }
        if (rows.size() > MOST) {
            throw new IllegalArgumentException("there are more than " + MOST + " rows");
        }
        for (int row = 0; row < rows.size(); row++) {
            check(rows.get(row), features.size(), row + 1);
        }
    }

    private static void check(double[] values, int features, int row) {
        if (values.length != features) {
            throw new IllegalArgumentException(
                    "row " + row + " has " + values.length + " values, expected " + features);
        }
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("row " + row + " has the value " + value + ", which is none");
            }
        }
    }
}
