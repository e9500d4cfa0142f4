package dev.weir.simulator.scenario;

import dev.weir.config.ConfigException;
import dev.weir.config.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The scenarios of {@code simulator/scenarios/} as this jar holds them, for processes that run where that folder is not. */
public final class ShippedScenarios {
    /** In alphabetical order. Named here, as a class path cannot be listed. */
    public static final List<String> NAMES = List.of(
            "antagonist",
            "equal",
            "flapping",
            "flash-crowd",
            "liars",
            "mixed-speeds",
            "node-dead",
            "node-slow",
            "noisy-vms",
            "phones-leave",
            "price",
            "region-slow",
            "slow-start",
            "thousand-nodes",
            "twenty-gateways",
            "two-sizes");

    private ShippedScenarios() {}

    /** @param name one of {@link #NAMES} */
    public static Scenario read(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no scenario '" + name + "' is shipped");
        }
        var file = name + ".yaml";
        try (var in = ShippedScenarios.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new ConfigException(file + ": is not on the class path");
            }
            return YamlReader.read(file, in.readAllBytes(), Scenario.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
