package dev.weir.cli.supervisor;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small real processes, and a home for their logs. */
final class Processes {
    private Processes() {}

    static Home home(Path folder) throws IOException {
        var home = new Home(folder, folder.resolve("state"), folder.resolve("tools"));
        Files.createDirectories(home.run());
        return home;
    }

    static ProcessSpec shell(String name, String script) {
        return shell(name, script, "http://127.0.0.1:1/");
    }

    static ProcessSpec shell(String name, String script, String probe) {
        return new ProcessSpec(
                name, List.of("sh", "-c", script), Map.of("WORD", "hello"), "nowhere", URI.create(probe));
    }

    static ProcessSpec program(String name, Path program) {
        return new ProcessSpec(
                name, List.of(program.toString()), Map.of(), "nowhere", URI.create("http://127.0.0.1:1/"));
    }
}
