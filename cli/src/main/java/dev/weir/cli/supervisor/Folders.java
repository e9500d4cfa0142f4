package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What must stand before any process starts: the folders of the state, and the admin token. */
public final class Folders {
    private Folders() {}

    public static void prepare(Home home) {
        try {
            for (var folder : List.of(
                    home.run(),
                    home.data("chain"),
                    home.data("control-plane"),
                    home.data("ext-authz"),
                    home.data("models"),
                    home.data("segments"))) {
                Files.createDirectories(folder);
            }
            AdminToken.create(home.adminToken());
        } catch (IOException e) {
            throw new CommandFailed(home.state() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
