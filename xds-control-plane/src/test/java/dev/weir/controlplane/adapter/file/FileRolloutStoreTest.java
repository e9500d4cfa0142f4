package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.Stage;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.scoring.ModelDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileRolloutStoreTest {
    private static final Artifact A = artifact(Kind.MODEL, 'a');
    private static final Artifact B = artifact(Kind.MODEL, 'b');
    private static final Artifact N = artifact(Kind.NETWORK, 'a');
    private static final RolloutState STATE = new RolloutState(
            List.of(A, N, B),
            Optional.of(new Trial(N, Stage.CANARY_10, START)),
            List.of(new Publication(B, START.plusNanos(123_456_789)), new Publication(N, START)));

    @TempDir
    private Path folder;

    @Test
    void load_ofAnEmptyFolder_isNone() {
        assertThat(new FileRolloutStore(folder).load()).isEqualTo(RolloutState.NONE);
    }

    @Test
    void load_afterARestart_isWhatWasSaved() {
        new FileRolloutStore(folder.resolve("new")).save(STATE);
        assertThat(new FileRolloutStore(folder.resolve("new")).load()).isEqualTo(STATE);

        new FileRolloutStore(folder.resolve("new")).save(RolloutState.NONE);
        assertThat(new FileRolloutStore(folder.resolve("new")).load()).isEqualTo(RolloutState.NONE);
    }

    @Test
    void fileOfVersion1_isRead_itsDigestsAreModels() throws IOException {
        write("""
                {"version":1,"inForce":["%s","%s"],"trial":{"candidate":"%s","stage":"CANARY_10","since":"2026-01-01T00:00:00Z"},
                 "seen":{"digest":"%s","at":"2026-01-01T00:00:00.123456789Z"}}""".formatted(A.digest(), B.digest(), A.digest(), A.digest()));

        assertThat(new FileRolloutStore(folder).load())
                .isEqualTo(new RolloutState(
                        List.of(A, B),
                        Optional.of(new Trial(A, Stage.CANARY_10, START)),
                        List.of(new Publication(A, START.plusNanos(123_456_789)))));

        write("{\"version\":1,\"inForce\":[]}");
        assertThat(new FileRolloutStore(folder).load()).isEqualTo(RolloutState.NONE);
    }

    @Test
    void fileOfVersion1_isOfVersion2_onceItIsSaved() throws IOException {
        write("{\"version\":1,\"inForce\":[\"%s\"]}".formatted(A.digest()));
        var store = new FileRolloutStore(folder);
        store.save(store.load());

        assertThat(folder.resolve("rollout.json")).content().startsWith("{\"version\":2,");
        assertThat(store.load()).isEqualTo(new RolloutState(List.of(A), Optional.empty(), List.of()));
    }

    @Test
    void fileOfVersion2_isRead() throws IOException {
        write("""
                {"version":2,"inForce":[{"kind":"MODEL","digest":"%s"},{"kind":"NETWORK","digest":"%s"},{"kind":"MODEL","digest":"%s"}],
                 "trial":{"kind":"NETWORK","digest":"%s","stage":"CANARY_10","since":"2026-01-01T00:00:00Z"},
                 "seen":[{"kind":"MODEL","digest":"%s","at":"2026-01-01T00:00:00.123456789Z"},
                         {"kind":"NETWORK","digest":"%s","at":"2026-01-01T00:00:00Z"}]}""".formatted(A.digest(), N.digest(), B.digest(), N.digest(), B.digest(), N.digest()));

        assertThat(new FileRolloutStore(folder).load()).isEqualTo(STATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"inForce\":[]}",
                "{\"version\":3,\"inForce\":[],\"seen\":[]}",
                "{\"version\":2,\"inForce\":[]}",
                "{\"version\":2,\"inForce\":[{\"digest\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}],\"seen\":[]}",
                "{\"version\":2,\"inForce\":[{\"kind\":\"ORACLE\",\"digest\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}],\"seen\":[]}",
                "{\"version\":1}",
                "{\"version\":1,\"inForce\":[\"abc\"]}",
                "{\"version\":1,\"inForce\":[],\"trial\":{\"candidate\":\"abc\"}}",
                "{\"version\":1,\"inForce\":[],\"seen\":{\"at\":\"yesterday\"}}"
            })
    void damagedFile_stopsTheStart_andSaysHowToMend(String content) throws IOException {
        write(content);

        assertThatThrownBy(() -> new FileRolloutStore(folder).load())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(folder.resolve("rollout.json")
                        + " is damaged; mend it, or delete it to begin with EWMA and what is published");
    }

    @Test
    void save_whereNothingCanBeWritten_throws() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new FileRolloutStore(file).save(STATE)).isInstanceOf(UncheckedIOException.class);
    }

    private static Artifact artifact(Kind kind, char digit) {
        return new Artifact(kind, new ModelDigest(String.valueOf(digit).repeat(64)));
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("rollout.json"), content);
    }
}
