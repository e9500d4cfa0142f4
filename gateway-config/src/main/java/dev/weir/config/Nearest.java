package dev.weir.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that a mistyped one was probably meant to be: fewest letters to insert, take away or change (Levenshtein). */
public final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /** {@code ; did you mean 'x'?}, or nothing where none is near. */
    public static String hint(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return "";
        }
        int most = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(name -> distance(typed, name) <= most)
                .min(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(name -> name))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static int distance(String typed, String known) {
        var from = typed.toLowerCase(Locale.ROOT);
        var to = known.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
