package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.balancing.Pin;
import dev.weir.controlplane.operator.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileOrderStoreTest {
    private static final Orders ORDERS = new Orders(
            Map.of(QUOTES, Map.of(AMBER, new Pin(0.05, "being \"repaired\" – soon"))),
            Optional.of(new Orders.Freeze("release", START)));

    @TempDir
    private Path folder;

    @Test
    void load_ofAnEmptyFolder_isNoOrders() {
        assertThat(new FileOrderStore(folder).load()).isEqualTo(Orders.NONE);
    }

    @Test
    void load_afterARestart_isWhatWasSaved() {
        new FileOrderStore(folder.resolve("new")).save(ORDERS);

        assertThat(new FileOrderStore(folder.resolve("new")).load()).isEqualTo(ORDERS);
    }

    @Test
    void save_ofFewerOrders_leavesNothingOfTheOldOnes() {
        var store = new FileOrderStore(folder);
        store.save(ORDERS);
        store.save(Orders.NONE);

        assertThat(store.load()).isEqualTo(Orders.NONE);
    }

    @Test
    void save_whereNothingCanBeWritten_throws() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new FileOrderStore(file).save(ORDERS)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void fileOfVersion1_isRead() throws IOException {
        write("""
                {"version":1,"pins":[{"api":"quotes","node":"amber","share":0.05,"reason":"being \\"repaired\\" – soon"}],
                 "freeze":{"reason":"release","since":"2026-01-01T00:00:00Z"}}""");

        assertThat(new FileOrderStore(folder).load()).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"pins\":[]}",
                "{\"version\":2,\"pins\":[]}",
                "{\"version\":1,\"pins\":[{\"api\":\"quotes\",\"node\":\"amber\",\"share\":\"5\",\"reason\":\"r\"}]}",
                "{\"version\":1,\"pins\":[{\"api\":\"quotes\",\"node\":\"amber\",\"share\":5,\"reason\":\"r\"}]}",
                "{\"version\":1,\"pins\":[{\"api\":\"quotes\",\"node\":\"amber\",\"share\":0.5}]}",
                "{\"version\":1,\"pins\":[],\"freeze\":{\"reason\":\"r\",\"since\":\"yesterday\"}}"
            })
    void damagedFile_stopsTheStart_andSaysHowToMend(String content) throws IOException {
        write(content);

        assertThatThrownBy(() -> new FileOrderStore(folder).load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(folder.resolve("orders.json")
                        + " is damaged; mend it, or delete it to start without pins and freeze");
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("orders.json"), content);
    }
}
