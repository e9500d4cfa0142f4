package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;

/** What must stand before any process starts: the folders of the state, and the admin token. */
public final class Folders {
    private Folders() {}

    public static void prepare(Home home) {
        try {
            for (var folder : List.of(
                    home.run(),
                    home.data(),
                    home.data("chain"),
                    home.data("control-plane"),
                    home.data("ext-authz"),
                    home.data("models"),
                    home.data("segments"))) {
                PrivateFiles.createFolder(folder);
            }
            var faults = StateFiles.faults(home);
            if (!faults.isEmpty()) {
                throw new CommandFailed(String.join("\n", faults));
            }
            AdminToken.create(home.adminToken());
        } catch (IOException e) {
            throw new CommandFailed(home.state() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** What an anvil left behind that is gone. Nobody else may run in this home. */
    static void forgetPastStates(Home home) {
        if (!Files.exists(home.pastStates())) {
            return;
        }
        try (var files = Files.walk(home.pastStates())) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CommandFailed(home.pastStates() + " cannot be emptied: " + e.getMessage(), e);
        }
    }
}
