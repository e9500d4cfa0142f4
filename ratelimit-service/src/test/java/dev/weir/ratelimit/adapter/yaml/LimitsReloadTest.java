package dev.weir.ratelimit.adapter.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ratelimit.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitsReloadTest {
    private final List<String> told = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void goodLimits() throws IOException {
        write("a.yaml", "{domain: first, descriptors: [{key: a}]}");
    }

    @Test
    void look_atFilesThatDidNotChange_doesNothing() throws Exception {
        var reload = reload();
        Limits before = reload.get();

        reload.look();

        assertThat(reload.get()).isSameAs(before);
        assertThat(told).isEmpty();
    }

    @Test
    void look_atAGoodChange_takesIt() throws Exception {
        var reload = reload();
        write("b.yaml", "{domain: second, descriptors: [{key: a}]}");

        reload.look();

        assertThat(reload.get().domains()).containsOnlyKeys("first", "second");
        assertThat(told).containsExactly("loaded");
    }

    @Test
    void look_atABadChange_keepsTheLastGoodLimitsAndTellsOnce() throws Exception {
        var reload = reload();
        write("a.yaml", "{domain: first, descriptors: [{key: a, colour: red}]}");

        reload.look();
        reload.look();

        assertThat(reload.get().domains()).containsOnlyKeys("first");
        assertThat(told).containsExactly("refused");

        write("a.yaml", "{domain: mended, descriptors: [{key: a}]}");
        reload.look();

        assertThat(reload.get().domains()).containsOnlyKeys("mended");
        assertThat(told).containsExactly("refused", "loaded");
    }

    @Test
    void look_whenAllFilesAreGone_keepsTheLastGoodLimits() throws Exception {
        var reload = reload();
        Files.delete(directory.resolve("a.yaml"));

        reload.look();

        assertThat(reload.get().domains()).containsOnlyKeys("first");
        assertThat(told).containsExactly("refused");
    }

    @Test
    void reload_withNothingGoodToBeginWith_isRefused() throws IOException {
        write("a.yaml", "");

        assertThatThrownBy(this::reload).isInstanceOf(InvalidLimits.class);
    }

    private LimitsReload reload() throws InvalidLimits {
        return new LimitsReload(new LimitsDirectory(directory), new LimitsReload.Listener() {
            @Override
            public void loaded(Limits limits) {
                told.add("loaded");
            }

            @Override
            public void refused(InvalidLimits reason) {
                told.add("refused");
            }
        });
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
