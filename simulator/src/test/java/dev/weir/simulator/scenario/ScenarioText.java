package dev.weir.simulator.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Scenarios as a test writes them. */
public final class ScenarioText {
    private ScenarioText() {}

    public static Scenario read(String yaml) {
        try {
            var file = Files.createTempFile("scenario", ".yaml");
            try {
                return Scenario.read(Files.writeString(file, yaml));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
