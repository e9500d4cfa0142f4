package dev.weir.ratelimit;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Envoy asks about: an ordered list of (key, value) pairs such as (api, quotes), (tier, open), (caller, …).
 *
 * @param override a rate that the caller brings along and that replaces the configured one, or null
 * @param hits how many hits this descriptor costs, where it differs from the request's; 0 only looks
 */
public record Descriptor(List<Entry> entries, @Nullable Rate override, OptionalLong hits) {
    public Descriptor {
        entries = List.copyOf(entries);
        Objects.requireNonNull(hits, "hits is null");
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a descriptor has no entries");
        }
        if (hits.isPresent() && hits.getAsLong() < 0) {
            throw new IllegalArgumentException("hits " + hits.getAsLong() + " is negative");
        }
    }

    /** A descriptor of these entries, at the request's own hits and the configured rate. */
    public static Descriptor of(Entry... entries) {
        return new Descriptor(List.of(entries), null, OptionalLong.empty());
    }

    /** The keys alone, which name a rule without telling who was counted. */
    String keys() {
        return entries.stream().map(Entry::key).collect(Collectors.joining("."));
    }

    /** One pair. The value may be empty, the key may not. */
    public record Entry(String key, String value) {
        public Entry {
            Objects.requireNonNull(key, "key is null");
            Objects.requireNonNull(value, "value is null");
            if (key.isEmpty()) {
                throw new IllegalArgumentException("a descriptor entry has an empty key");
            }
        }
    }
}
