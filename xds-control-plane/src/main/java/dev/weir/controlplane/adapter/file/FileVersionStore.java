package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.config.ConfigVersion;
import dev.weir.controlplane.config.port.VersionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/**
 * A file a version, {@code config-versions/00000012.yaml}: a comment with what is known of it, then its text as it was given, so that a file is a weir.yaml that can be used. Each is on disk before it has its
 * name. A damaged one stops the start: what is in force is not guessed.
 */
public final class FileVersionStore implements VersionStore {
    private static final Logger LOG = Logger.getLogger(FileVersionStore.class.getName());
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String HEAD = "# weir-config-version 1 ";

    private final Path folder;
    private final Path confirmed;

    /** @param data the process's folder */
    public FileVersionStore(Path data) {
        this.folder = data.resolve("config-versions");
        this.confirmed = folder.resolve("confirmed");
    }

    @Override
    public List<ConfigVersion> versions() {
        var versions = new ArrayList<ConfigVersion>();
        for (var file : files()) {
            versions.add(head(file));
        }
        return List.copyOf(versions);
    }

    private List<Path> files() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{8}\\.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static ConfigVersion head(Path file) {
        try (var in = Files.newBufferedReader(file)) {
            var line = in.readLine();
            if (line == null || !line.startsWith(HEAD)) {
                throw new IOException("its first line is not '" + HEAD.strip() + "' and what is known of it");
            }
            var tree = JSON.readTree(line.substring(HEAD.length()));
            var version = new ConfigVersion(
                    tree.required("number").asLong(),
                    Instant.parse(tree.required("at").asText()),
                    tree.required("by").asText(),
                    tree.required("reason").asText(),
                    tree.required("sha256").asText(),
                    tree.required("own").asText(),
                    tree.required("takesBack").asLong());
            if (!file.getFileName().equals(name(version.number()))) {
                throw new IOException("it is version " + version.number() + " under another name");
            }
            return version;
        } catch (IOException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static IllegalStateException damaged(Path file, Exception why) {
        return new IllegalStateException(
                file + " is damaged (" + why.getMessage() + "); mend it, or delete it to go on with the version before",
                why);
    }

    private static Path name(long number) {
        return Path.of(String.format("%08d.yaml", number));
    }

    @Override
    public String text(ConfigVersion version) {
        var file = folder.resolve(name(version.number()));
        try {
            var all = Files.readString(file);
            var text = all.substring(all.indexOf('\n') + 1);
            if (!ConfigVersion.sha256(text).equals(version.sha256())) {
                throw new IOException("it is not what its digest says");
            }
            return text;
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public void add(ConfigVersion version, String yaml) {
        var head = JSON.createObjectNode()
                .put("number", version.number())
                .put("at", version.at().toString())
                .put("by", version.by())
                .put("reason", version.reason())
                .put("sha256", version.sha256())
                .put("own", version.own())
                .put("takesBack", version.takesBack());
        try {
            Files.createDirectories(folder);
            SyncedFile.replace(
                    folder.resolve(name(version.number())),
                    (HEAD + head + "\n" + yaml).getBytes(StandardCharsets.UTF_8));
            SyncedFile.syncFolder(folder);
        } catch (IOException e) {
            withdraw(version);
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        try {
            var files = files();
            for (var old : files.subList(0, Math.max(0, files.size() - KEPT))) {
                Files.delete(old);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warning("old versions of the configuration stay: " + e);
        }
    }

    /** What is said not to be stored must not come into force at the next start. */
    private void withdraw(ConfigVersion version) {
        try {
            Files.deleteIfExists(folder.resolve(name(version.number())));
        } catch (IOException e) {
            LOG.severe("version " + version.number()
                    + " was not taken, and cannot be deleted: delete it before the next start: " + e);
        }
    }

    /** Losing it costs a look at the gateways after a start. */
    @Override
    public long confirmed() {
        try {
            return Files.exists(confirmed)
                    ? Long.parseLong(Files.readString(confirmed).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void confirm(long number) {
        try {
            SyncedFile.replace(confirmed, String.valueOf(number).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(confirmed + " cannot be written", e);
        }
    }
}
