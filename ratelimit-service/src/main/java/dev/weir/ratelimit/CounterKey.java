package dev.weir.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The name of a counter. Every part carries its length, so that no value that a client sends can look like another
 * counter; a name over {@value #MAX_LENGTH} characters is replaced by its SHA-256, so that no client can make names
 * cost much memory. The unit is part of it: a limit that changes its unit starts to count anew.
 */
public record CounterKey(String value) {
    static final int MAX_LENGTH = 160;
    static final CounterKey NONE = new CounterKey("");

    public CounterKey {
        Objects.requireNonNull(value, "value is null");
    }

    static CounterKey of(String domain, RateUnit unit, List<Descriptor.Entry> entries) {
        var name = new StringBuilder(96).append(unit.name().charAt(0));
        part(name, domain);
        for (Descriptor.Entry entry : entries) {
            part(name, entry.key());
            part(name, entry.value());
        }
        return new CounterKey(name.length() <= MAX_LENGTH ? name.toString() : digest(name.toString()));
    }

    private static void part(StringBuilder name, String text) {
        name.append('|').append(text.length()).append(':').append(text);
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "sha256|" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
