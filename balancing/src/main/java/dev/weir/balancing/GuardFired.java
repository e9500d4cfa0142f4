package dev.weir.balancing;

import java.util.Objects;

/** A guard that changed what was proposed. @param name stable, for metrics; @param detail what it did, in words */
public record GuardFired(String name, String detail) {
    public GuardFired {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(detail, "detail is null");
    }
}
