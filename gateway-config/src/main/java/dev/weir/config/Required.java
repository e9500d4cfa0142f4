package dev.weir.config;

import java.util.HashSet;
import java.util.List;
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
        var seen = new HashSet<Object>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " '" + name + "' stands twice");
            }
        }
    }
}
