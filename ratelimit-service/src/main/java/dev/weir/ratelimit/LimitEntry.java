package dev.weir.ratelimit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One configured descriptor entry: what it matches, the rule that applies when a request's descriptor ends here, and
 * what may follow.
 *
 * @param value the value it matches, with {@code *} for any run of characters; null matches every value
 * @param rule null where requests that end here are not limited
 */
public record LimitEntry(
        String key, @Nullable String value, @Nullable Rule rule, LimitLevel below) {
    public LimitEntry {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(below, "below is null");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key is empty");
        }
    }
}
