package dev.weir.judge.adapter.control;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.config.SyncedFile;
import dev.weir.judge.access.Banned;
import dev.weir.model.WalletAddress;
import dev.weir.xds.adapter.control.v1.Bans;
import dev.weir.xds.adapter.control.v1.BansTaken;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Who is refused, as the control plane tells it: in force, kept on disk, then acknowledged. A judge begins with what was kept. What is kept and cannot be read is said, and refuses
 * nobody until the control plane answers.
 */
public final class HeardBans implements ControlListener {
    private static final Logger LOG = Logger.getLogger(HeardBans.class.getName());
    private static final int MAX_BYTES = 16 << 20;

    private final Path file;
    private final Banned banned;

    /** @param folder where {@code bans} lies */
    public HeardBans(Path folder, Banned banned) {
        this.file = folder.resolve("bans");
        this.banned = banned;
        if (Files.exists(file)) {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw new IOException("it is longer than " + MAX_BYTES + " bytes");
                }
                follow(Bans.parseFrom(Files.readAllBytes(file)));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                LOG.severe(
                        file + " is damaged; nobody is refused by it until the control plane tells: " + e.getMessage());
            } catch (IOException e) {
                LOG.severe(file + " cannot be read; nobody is refused by it until the control plane tells: " + e);
            }
        }
    }

    @Override
    public Optional<FromJudge> told(ToJudge message) {
        if (!message.hasBans()) {
            return Optional.empty();
        }
        var bans = message.getBans();
        follow(bans);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            SyncedFile.replace(file, bans.toByteArray());
        } catch (IOException e) {
            LOG.warning("who is refused is in force, and could not be kept for the next start: " + e);
        }
        return Optional.of(FromJudge.newBuilder()
                .setBansTaken(BansTaken.newBuilder().setVersion(bans.getVersion()))
                .build());
    }

    private void follow(Bans bans) {
        var subjects = new HashMap<String, Banned.Ban>();
        bans.getBannedList()
                .forEach(ban -> subjects.put(
                        ban.getSubject(),
                        new Banned.Ban(Instant.ofEpochSecond(ban.getUntilEpochSeconds()), ban.getReason())));
        var wallets = new HashMap<WalletAddress, Instant>();
        bans.getRevokedList()
                .forEach(each -> wallets.put(
                        new WalletAddress(each.getWallet()), Instant.ofEpochMilli(each.getEndingByEpochMillis())));
        banned.follow(subjects, wallets);
    }
}
