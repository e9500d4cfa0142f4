package dev.weir.controlplane.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.fleet.port.FleetStore;
import dev.weir.controlplane.fleet.port.FleetStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileFleetStoreTest extends FleetStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected FleetStore store() {
        return new FileFleetStore(folder.resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"version\":2,\"nodes\":[]}",
                "{\"version\":1,\"nodes\":[{\"node\":\"amber\"}]}",
                "{\"version\":1,\"nodes\":3}"
            })
    void damagedFile_isOfNobody_andIsReplaced(String content) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/fleet.json"), content);
        assertThat(store().load()).isEqualTo(FleetStore.Kept.NOTHING);

        whatIsSaved_isLoadedAgain();
    }

    private void whatIsSaved_isLoadedAgain() {
        store().save(FleetStore.Kept.NOTHING);
        assertThat(store().load()).isEqualTo(FleetStore.Kept.NOTHING);
    }
}
