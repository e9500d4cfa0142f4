package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.bans.Ban;
import dev.weir.controlplane.bans.Revocation;
import dev.weir.controlplane.bans.StandingBans;
import dev.weir.controlplane.bans.port.BanStore;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;

/** Bans as one JSON file, replaced atomically. A damaged file stops the start: who was refused must not come in by it. */
public final class FileBanStore implements BanStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private final Path file;

    public FileBanStore(Path folder) {
        this.file = folder.resolve("bans.json");
    }

    @Override
    public StandingBans load() {
        if (!Files.exists(file)) {
            return StandingBans.NONE;
        }
        try {
            var tree = JSON.readTree(file.toFile());
            if (tree.path("version").asInt() != VERSION) {
                throw new IOException("its version is not " + VERSION);
            }
            var banned = new HashMap<String, Ban>();
            for (var each : tree.required("banned")) {
                var ban = new Ban(
                        each.required("subject").asText(),
                        Instant.parse(each.required("at").asText()),
                        Instant.parse(each.required("until").asText()),
                        each.required("reason").asText(),
                        each.required("by").asText());
                banned.put(ban.subject(), ban);
            }
            var revoked = new HashMap<WalletAddress, Revocation>();
            for (var each : tree.required("revoked")) {
                var wallet = new WalletAddress(each.required("wallet").asText());
                revoked.put(
                        wallet,
                        new Revocation(
                                wallet, Instant.parse(each.required("endingBy").asText())));
            }
            return new StandingBans(tree.required("changes").asLong(), banned, revoked);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(file + " is damaged; mend it, or delete it to refuse nobody", e);
        }
    }

    @Override
    public void save(StandingBans bans) {
        var tree = JSON.createObjectNode().put("version", VERSION).put("changes", bans.version());
        var banned = tree.putArray("banned");
        bans.banned()
                .values()
                .forEach(ban -> banned.addObject()
                        .put("subject", ban.subject())
                        .put("at", ban.at().toString())
                        .put("until", ban.until().toString())
                        .put("reason", ban.reason())
                        .put("by", ban.by()));
        var revoked = tree.putArray("revoked");
        bans.revoked()
                .values()
                .forEach(each -> revoked.addObject()
                        .put("wallet", each.wallet().value())
                        .put("endingBy", each.endingBy().toString()));
        try {
            Files.createDirectories(file.getParent());
            SyncedFile.replace(file, JSON.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
