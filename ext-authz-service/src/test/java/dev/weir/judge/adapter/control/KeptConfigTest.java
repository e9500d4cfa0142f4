package dev.weir.judge.adapter.control;

import static dev.weir.judge.adapter.control.FakeControl.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptConfigTest {
    private static final String CONTROL_PLANE = "127.0.0.1:18000";
    private static final String CLOSED = OPEN.replace(", access: public", "");

    @TempDir
    private Path folder;

    private Path own;

    @BeforeEach
    void own() throws IOException {
        own = Files.writeString(folder.resolve("weir.yaml"), OPEN);
    }

    @Test
    void judgeThatWasNeverTold_beginsWithItsOwnFile() {
        assertThat(begin().apis().getFirst().access().isPublic()).isTrue();
    }

    /** An API that was closed while the gateway ran must not be open after a restart. */
    @Test
    void judgeThatWasTold_beginsWithThat_whateverItsFileSays() throws IOException {
        kept(CONTROL_PLANE).write(7, CLOSED);

        assertThat(begin().apis().getFirst().access().isPublic()).isFalse();
    }

    @Test
    void whatNeedsARestart_isTheOwnFiles() throws IOException {
        kept(CONTROL_PLANE).write(7, CLOSED);
        Files.writeString(own, OPEN + "auth: {sessionLife: 1h}\nstate: {sql: \"jdbc:postgresql://db/weir\"}\n");

        assertThat(begin().state().sql()).isEqualTo("jdbc:postgresql://db/weir");
        assertThat(begin().auth().sessionLife()).hasHours(1);
        assertThat(begin().apis().getFirst().access().isPublic()).isFalse();
    }

    @Test
    void ownFileThatIsBad_isNotNeeded_onceSomethingWasTold() throws IOException {
        Files.writeString(own, "colour: red\n");
        assertThatThrownBy(this::begin).isInstanceOf(ConfigException.class);

        kept(CONTROL_PLANE).write(7, CLOSED);

        assertThat(begin().apis().getFirst().access().isPublic()).isFalse();
    }

    @Test
    void whatDoesNotGoTogether_leavesTheOwnFileAlone() throws IOException {
        kept(CONTROL_PLANE)
                .write(
                        7,
                        "apis: [{name: quotes, match: {prefix: /quotes}, pools: [edge]}]\npools: [{name: edge, nodes: registry}]\n");

        assertThat(begin()).isEqualTo(WeirConfig.read(own));
    }

    @Test
    void whatWasToldByAnother_orIsDamaged_isNotUsed() throws IOException {
        kept("10.0.0.1:18000").write(7, CLOSED);
        assertThat(begin().apis().getFirst().access().isPublic()).isTrue();

        kept(CONTROL_PLANE).write(8, CLOSED);
        var file = folder.resolve("in-force");
        Files.writeString(file, Files.readString(file).replace("quotes", "quoted"));
        assertThat(begin().apis().getFirst().access().isPublic()).isTrue();

        Files.writeString(file, "");
        assertThat(begin().apis().getFirst().access().isPublic()).isTrue();
    }

    private WeirConfig begin() {
        return KeptConfig.begin(own, folder, CONTROL_PLANE);
    }

    private KeptConfig kept(String controlPlane) {
        return new KeptConfig(folder, controlPlane);
    }
}
