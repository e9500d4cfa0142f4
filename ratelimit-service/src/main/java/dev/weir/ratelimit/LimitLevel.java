package dev.weir.ratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One level of configured entries, indexed for look-up. The most specific entry wins, as in envoyproxy/ratelimit: the
 * exact value, then the first wildcard in the file's order, then the entry without a value. There is no way back up: once
 * an entry is chosen, only what stands below it is looked at. Immutable.
 */
public final class LimitLevel {
    private static final LimitLevel EMPTY = new LimitLevel(List.of());

    private final Map<Descriptor.Entry, LimitEntry> byValue = new HashMap<>();
    private final Map<String, List<Wildcard>> byPattern = new HashMap<>();
    private final Map<String, LimitEntry> byKey = new HashMap<>();

    private LimitLevel(List<LimitEntry> entries) {
        entries.forEach(this::index);
    }

    /**
     * Indexes entries, given in the order of their file.
     *
     * @throws IllegalArgumentException where two entries match the same key and value
     */
    public static LimitLevel of(List<LimitEntry> entries) {
        return entries.isEmpty() ? EMPTY : new LimitLevel(entries);
    }

    /** Whether nothing is configured here. */
    public boolean isEmpty() {
        return byValue.isEmpty() && byKey.isEmpty();
    }

    @Nullable
    LimitEntry find(Descriptor.Entry asked) {
        LimitEntry exact = byValue.get(asked);
        if (exact != null) {
            return exact;
        }
        for (Wildcard wildcard : byPattern.getOrDefault(asked.key(), List.of())) {
            if (wildcard.pattern.matches(asked.value())) {
                return wildcard.entry;
            }
        }
        return byKey.get(asked.key());
    }

    private void index(LimitEntry entry) {
        String value = entry.value();
        LimitEntry twin = value == null
                ? byKey.putIfAbsent(entry.key(), entry)
                : byValue.putIfAbsent(new Descriptor.Entry(entry.key(), value), entry);
        if (twin != null) {
            throw new IllegalArgumentException("two entries match the same key '" + entry.key() + "' and value");
        }
        if (value != null && WildcardPattern.isPattern(value)) {
            byPattern
                    .computeIfAbsent(entry.key(), key -> new ArrayList<>())
                    .add(new Wildcard(new WildcardPattern(value), entry));
        }
    }

    private record Wildcard(WildcardPattern pattern, LimitEntry entry) {}
}
