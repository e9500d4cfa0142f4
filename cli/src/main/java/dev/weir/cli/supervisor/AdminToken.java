package dev.weir.cli.supervisor;

import dev.weir.cli.instance.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The token that changes through the admin API need: made once, readable by the owner alone. */
final class AdminToken {
    private AdminToken() {}

    static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        // Whole or not at all: a start that is cut off must not leave an empty token for the next one to keep.
        PrivateFiles.replace(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
