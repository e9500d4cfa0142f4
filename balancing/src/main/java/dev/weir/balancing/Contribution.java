package dev.weir.balancing;

import java.util.Objects;

/** One part of a share. @param value in shares; the contributions of a node add up to its share */
public record Contribution(String name, double value) {
    public Contribution {
        Objects.requireNonNull(name, "name is null");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " contributes " + value);
        }
    }
}
