package dev.weir.judge.adapter.control;

import static dev.weir.judge.adapter.control.FakeControl.OPEN;
import static dev.weir.judge.adapter.control.FakeControl.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeardConfigTest {
    @TempDir
    private Path folder;

    private final List<WeirConfig> followed = new ArrayList<>();

    @Test
    void configuration_isFollowed_kept_andTaken() {
        var said = heard().told(config(3, OPEN)).orElseThrow();

        assertThat(said.getConfigTaken().getVersion()).isEqualTo(3);
        assertThat(followed)
                .singleElement()
                .satisfies(config -> assertThat(config.apis())
                        .singleElement()
                        .satisfies(api -> assertThat(api.access().isPublic()).isTrue()));
        assertThat(kept().read().orElseThrow().yaml()).isEqualTo(OPEN);
        assertThat(kept().read().orElseThrow().version()).isEqualTo(3);
    }

    @Test
    void whatCannotBeRead_isRefused_andWhatStoodBefore_stands() {
        var heard = heard();
        heard.told(config(3, OPEN));

        var said = heard.told(config(4, "apis: [\n")).orElseThrow();

        assertThat(said.getConfigRefused().getVersion()).isEqualTo(4);
        assertThat(said.getConfigRefused().getWhy()).contains("what the control plane told:2:1: not YAML");
        assertThat(followed).hasSize(1);
        assertThat(kept().read().orElseThrow().version()).isEqualTo(3);
    }

    /** A stream that broke and came again. */
    @Test
    void theSameAgain_isTaken_andFollowedOnce() {
        var heard = heard();
        heard.told(config(3, OPEN));

        assertThat(heard.told(config(3, OPEN)).orElseThrow().hasConfigTaken()).isTrue();
        assertThat(followed).hasSize(1);
    }

    @Test
    void messageOfAnotherKind_isNotAnswered() {
        assertThat(heard().told(ToJudge.getDefaultInstance())).isEmpty();
    }

    @Test
    void diskThatCannotBeWritten_stopsNothing() throws IOException {
        var noFolder = Files.writeString(folder.resolve("file"), "in the way");
        var heard = new HeardConfig(new KeptConfig(noFolder, "127.0.0.1:18000"), List.of(followed::add));

        assertThat(heard.told(config(3, OPEN)).orElseThrow().hasConfigTaken()).isTrue();
        assertThat(followed).hasSize(1);
    }

    private HeardConfig heard() {
        return new HeardConfig(kept(), List.of(followed::add));
    }

    private KeptConfig kept() {
        return new KeptConfig(folder, "127.0.0.1:18000");
    }
}
