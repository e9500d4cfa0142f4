package dev.weir.simulator.scenario;

import dev.weir.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scenario files side by side, each called by its file's name without {@code .yaml}. */
public record ScenarioFolder(Path folder) {
    private static final String ENDING = ".yaml";

    /** In alphabetical order. */
    public List<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(
                    folder + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** @param name one of {@link #names} */
    public Scenario read(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("no scenario '" + name + "' in " + folder);
        }
        return Scenario.read(folder.resolve(name + ENDING));
    }
}
