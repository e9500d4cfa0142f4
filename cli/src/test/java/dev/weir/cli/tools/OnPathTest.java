package dev.weir.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnPathTest {
    @Test
    void program_isTheFirstOnThePath_thatCanBeRun(@TempDir Path folder) throws IOException {
        var text = Files.createDirectory(folder.resolve("text"));
        var run = Files.createDirectory(folder.resolve("run"));
        Files.createFile(text.resolve("prometheus"));
        assertThat(Files.createFile(run.resolve("prometheus")).toFile().setExecutable(true))
                .isTrue();

        assertThat(OnPath.find("prometheus", folder.resolve("none") + ":" + text + "::" + run))
                .contains(run.resolve("prometheus"));
        assertThat(OnPath.find("prometheus", text.toString())).isEmpty();
        assertThat(OnPath.find("prometheus", "")).isEmpty();
    }
}
