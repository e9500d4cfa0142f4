package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.operator.PersonToken;
import dev.weir.controlplane.operator.port.TokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Tokens as one JSON file, replaced atomically. A damaged file stops the start: a token that was revoked must not be good again. */
public final class FileTokenStore implements TokenStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private final Path file;

    public FileTokenStore(Path folder) {
        this.file = folder.resolve("tokens.json");
    }

    @Override
    public List<PersonToken> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var tree = JSON.readTree(file.toFile());
            if (tree.path("version").asInt() != VERSION) {
                throw new IOException("its version is not " + VERSION);
            }
            return tree.required("tokens")
                    .valueStream()
                    .map(each -> new PersonToken(
                            each.required("name").asText(),
                            each.required("sha256").asText(),
                            Instant.parse(each.required("madeAt").asText())))
                    .toList();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    file + " is damaged; mend it, or delete it, after which nobody's token but the operator's is good",
                    e);
        }
    }

    @Override
    public void save(List<PersonToken> tokens) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var each = tree.putArray("tokens");
        tokens.forEach(token -> each.addObject()
                .put("name", token.name())
                .put("sha256", token.sha256())
                .put("madeAt", token.madeAt().toString()));
        try {
            Files.createDirectories(file.getParent());
            SyncedFile.replace(file, JSON.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
