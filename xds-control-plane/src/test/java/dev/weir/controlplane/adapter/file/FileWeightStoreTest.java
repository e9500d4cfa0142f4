package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.KeptShares;
import dev.weir.controlplane.loop.port.WeightStore;
import dev.weir.controlplane.loop.port.WeightStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class FileWeightStoreTest extends WeightStoreContract {
    private static final KeptShares LEARNED =
            new KeptShares(Map.of(AMBER, 0.6, BIRCH, 0.4), Map.of(AMBER, 0.58, BIRCH, 0.42), START);

    private static final String VERSION_1 = """
            {"version":1,"apis":{"quotes":{"inForce":{"amber":0.6,"birch":0.4},"goodAt":"2026-01-01T00:00:00Z",\
            "good":{"amber":0.58,"birch":0.42}}}}""";

    @TempDir
    private Path folder;

    private @Nullable FileWeightStore store;

    @Override
    protected WeightStore open() {
        var opened = new FileWeightStore(folder.resolve("data"));
        store = opened;
        return opened;
    }

    @Override
    protected WeightStore reopened() {
        close();
        return open();
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void keep_isOnDiskSoon_withoutAnEnd() throws IOException {
        open().keep(Map.of(QUOTES, LEARNED));

        while (!Files.exists(file())) {
            Thread.onSpinWait();
        }
        assertThat(Files.readString(file())).isEqualTo(VERSION_1);
        assertThat(folder.resolve("data/weights.json.tmp")).doesNotExist();
    }

    @Test
    void keep_ofTheSame_isNotWrittenAgain() throws IOException {
        var store = new FileWeightStore(folder.resolve("data"));
        store.keep(Map.of(QUOTES, LEARNED));
        store.close();
        var longAgo = FileTime.from(START);
        Files.setLastModifiedTime(file(), longAgo);
        store.keep(Map.of(QUOTES, LEARNED));
        store.close();

        assertThat(Files.getLastModifiedTime(file())).isEqualTo(longAgo);
    }

    @Test
    void keep_whereNothingCanBeWritten_stopsNobody() throws IOException {
        Files.writeString(folder.resolve("data"), "");

        open().keep(Map.of(QUOTES, LEARNED));
        assertThat(reopened().load()).isEmpty();
    }

    @Test
    void fileOfVersion1_isRead() throws IOException {
        write(VERSION_1);

        assertThat(open().load()).isEqualTo(Map.of(QUOTES, LEARNED));
    }

    @Test
    void entriesThatAreNoShares_areLeftOut() throws IOException {
        write("""
                {"version":1,"apis":{"quotes":{"inForce":{"amber":0.6,"birch":-0.1,"cedar":0,"dogwood":1.1,"elm":1e999,
                 "fir":"NaN","gum":null,"not a node":0.5},"goodAt":"2026-01-01T00:00:00Z","good":{"amber":"0.6"}}}}""");

        assertThat(open().load()).isEqualTo(Map.of(QUOTES, new KeptShares(Map.of(AMBER, 0.6), Map.of(), START)));
        assertThat(file()).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"apis\":{}}",
                "{\"version\":2,\"apis\":{}}",
                "{\"version\":1,\"apis\":{\"quotes\":{\"inForce\":{\"amber\":NaN}}}}",
                "{\"version\":1,\"apis\":{\"quotes\":{\"inForce\":{},\"good\":{},\"goodAt\":\"yesterday\"}}}",
                "{\"version\":1,\"apis\":{\"not an api\":{\"goodAt\":\"2026-01-01T00:00:00Z\"}}}"
            })
    void damagedFile_meansNone_andIsSetAside(String content) throws IOException {
        write(content);

        assertThat(open().load()).isEmpty();
        assertThat(file()).doesNotExist();
        assertThat(folder.resolve("data/weights.json.damaged")).hasContent(content);
    }

    @Test
    void fileThatCannotBeRead_meansNone_andIsSetAside() throws IOException {
        Files.createDirectories(file());

        var opened = open();
        assertThat(opened.load()).isEmpty();
        opened.keep(Map.of(QUOTES, LEARNED));
        assertThat(reopened().load()).isEqualTo(Map.of(QUOTES, LEARNED));
    }

    @Test
    void hugeFile_meansNone() throws IOException {
        write(" ".repeat(8 << 20) + VERSION_1);

        assertThat(open().load()).isEmpty();
    }

    private Path file() {
        return folder.resolve("data/weights.json");
    }

    private void write(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
    }
}
