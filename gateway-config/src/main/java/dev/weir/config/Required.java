package dev.weir.config;

import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The two checks that every record of the files makes. */
public final class Required {
    private Required() {}

    public static <T> T value(@Nullable T value, String key) {
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }

    public static void unique(String what, List<?> names) {
        uniqueAt(what, names, index -> new Object[0]);
    }

    /** @param path from the record to the item of an index */
    static void uniqueAt(String what, List<?> names, IntFunction<Object[]> path) {
        var seen = new HashSet<Object>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                throw new ItemFault(what + " '" + names.get(i) + "' stands twice", path.apply(i));
            }
        }
    }
}
