package dev.weir.controlplane.config;

import dev.weir.config.WeirConfig;
import java.util.Objects;

/** A version with its text, and what that says. */
public record InForce(ConfigVersion version, String yaml, WeirConfig config) {
    public InForce {
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(yaml, "yaml is null");
        Objects.requireNonNull(config, "config is null");
    }

    public long number() {
        return version.number();
    }
}
