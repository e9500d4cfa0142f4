package dev.weir.controlplane.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One change.
 *
 * @param by the name of whose token it was, {@code operator} of the gateway's own; {@code weir} where nobody asked for it
 * @param what a verb of the glossary: {@code pin}, {@code freeze}, {@code stage}, {@code abort}, {@code rollback} …
 * @param subject what was changed: a node on an API, an artifact's kind and digest; lines of before there were policy networks have a model's digest alone
 * @param numbers what it rested on, by name; each finite
 */
public record AuditEntry(Instant at, String by, String what, String subject, String why, Map<String, Double> numbers) {
    public static final String OPERATOR = "operator";
    public static final String WEIR = "weir";

    public AuditEntry {
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(by, "by is null");
        Objects.requireNonNull(what, "what is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(why, "why is null");
        numbers.forEach((name, number) -> {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(name + " " + number + " is not finite");
            }
        });
        numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
    }

    /** A change that somebody asked for. */
    public static AuditEntry ordered(Instant at, String by, String what, String subject, String why) {
        return new AuditEntry(at, by, what, subject, why, Map.of());
    }
}
