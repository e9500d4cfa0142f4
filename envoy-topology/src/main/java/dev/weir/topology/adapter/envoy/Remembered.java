package dev.weir.topology.adapter.envoy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was made last, and of what: made anew where that is another. Not thread-safe. */
final class Remembered<V> {
    private @Nullable Object key;
    private @Nullable V value;

    /** @param key all that the value is made of */
    V of(Object key, Supplier<V> making) {
        var known = value;
        if (known != null && key.equals(this.key)) {
            return known;
        }
        var made = making.get();
        this.key = key;
        this.value = made;
        return made;
    }
}
