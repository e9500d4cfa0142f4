package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReloadTest {
    @TempDir
    private Path folder;

    private Path file;
    private final List<String> said = new ArrayList<>();
    private ConfigReload reload;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("weir.yaml"), "one");
        reload = new ConfigReload(file, ConfigReloadTest::send, said::add);
    }

    private static String send(Path file) {
        try {
            var text = Files.readString(file);
            if (text.startsWith("bad")) {
                throw new ConfigException("weir.yaml:1:1: " + text);
            }
            return "applied " + text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fileAsItWasAtTheStart_isNotSent() {
        looks(3);

        assertThat(said).isEmpty();
    }

    /** An editor writes in steps. */
    @Test
    void change_isSentOnce_whenItStoodStillBetweenTwoLooks() throws IOException {
        Files.writeString(file, "t");
        looks(1);
        Files.writeString(file, "two");
        looks(1);
        assertThat(said).isEmpty();

        looks(3);
        assertThat(said).containsExactly("applied two");
    }

    @Test
    void badFile_isToldOfOnce_andTheNextGoodOneIsSent() throws IOException {
        Files.writeString(file, "bad");
        looks(5);
        assertThat(said).containsExactly("what is in force stays: weir.yaml:1:1: bad");

        Files.writeString(file, "three");
        looks(2);
        assertThat(said).last().isEqualTo("applied three");
    }

    /** Editors replace it. */
    @Test
    void fileThatIsAwayForAMoment_isNoChange() throws IOException {
        Files.delete(file);
        looks(3);
        Files.writeString(file, "one");
        looks(3);

        assertThat(said).isEmpty();
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            reload.look();
        }
    }
}
