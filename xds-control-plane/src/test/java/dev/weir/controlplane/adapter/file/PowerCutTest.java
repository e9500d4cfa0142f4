package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.Pin;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.config.ConfigVersion;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to outlive a power cut is told to the disk before it counts: the JVM's own record of each fsync says so. */
final class PowerCutTest {
    @TempDir
    private Path folder;

    @Test
    void orders_areOnDisk_andTheirNameAfterTheirContent() throws Exception {
        var synced = synced(() -> new FileOrderStore(folder)
                .save(new Orders(
                        Map.of(new ApiName("quotes"), Map.of(new NodeId("amber"), new Pin(0.2, "why"))),
                        Optional.empty())));

        assertThat(synced)
                .containsExactly("orders.json.tmp", folder.getFileName().toString());
    }

    @Test
    void rollout_isOnDisk_andItsNameAfterItsContent() throws Exception {
        var synced = synced(() -> new FileRolloutStore(folder).save(RolloutState.NONE));

        assertThat(synced)
                .containsExactly("rollout.json.tmp", folder.getFileName().toString());
    }

    @Test
    void auditEntry_isOnDisk_beforeTheHeadThatNamesIt() throws Exception {
        var entry = new AuditEntry(START, "operator", "pin", "quotes/amber", "why", Map.of());

        var synced = synced(() -> new FileAuditLog(folder).append(entry));

        var name = folder.getFileName().toString();
        assertThat(synced).containsExactly("audit.jsonl", name, "audit.head.tmp", name);
    }

    @Test
    void configVersion_isOnDisk_andItsNameAfterItsContent() throws Exception {
        var version = new ConfigVersion(1, START, "operator", "why", ConfigVersion.sha256("apis: []"), "", 0);

        var synced = synced(() -> new FileVersionStore(folder).add(version, "apis: []"));

        assertThat(synced)
                .containsExactly(
                        "00000001.yaml.tmp",
                        "config-versions",
                        folder.getFileName().toString());
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** The names of what was forced to disk, in order. */
    private List<String> synced(Writing writing) throws IOException {
        var file = Files.createTempFile("syncs", ".jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            writing.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .map(PowerCutTest::path)
                    .filter(path -> path.startsWith(folder))
                    .map(path -> path.getFileName().toString())
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static Path path(RecordedEvent event) {
        return Path.of(event.getString("path"));
    }
}
