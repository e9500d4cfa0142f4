package dev.weir.controlplane.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.CallerLimit;
import dev.weir.config.ConfigException;
import dev.weir.model.ApiName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitsFolderTest {
    private static final List<ApiName> QUOTES = List.of(new ApiName("quotes"));

    @TempDir
    private Path folder;

    @Test
    void changedFile_isTaken_andADamagedOneLeavesTheLastGood() throws IOException {
        write("weir.yaml", "weir", 20);
        var limits = new LimitsFolder(folder, QUOTES);
        assertThat(limits.get()).extracting(CallerLimit::calls).containsOnly(20L);

        write("weir.yaml", "weir", 1_000);
        limits.refresh();
        assertThat(limits.get()).extracting(CallerLimit::calls).containsOnly(1_000L);

        Files.writeString(folder.resolve("weir.yaml"), "domain: weir\n");
        limits.refresh();
        assertThat(limits.get()).extracting(CallerLimit::calls).containsOnly(1_000L);
    }

    @Test
    void otherApis_areLimited_onceTheyAreFollowed() throws IOException {
        write("weir.yaml", "weir", 20);
        var limits = new LimitsFolder(folder, QUOTES);
        var others = List.of(new ApiName("prices"));
        assertThat(limits.of(others)).extracting(limit -> limit.api().value()).contains("prices");
        assertThat(limits.get()).extracting(limit -> limit.api().value()).doesNotContain("prices");

        limits.follow(others);

        assertThat(limits.get())
                .extracting(limit -> limit.api().value())
                .contains("prices")
                .doesNotContain("quotes");
    }

    @Test
    void otherDomains_areNotForTheListener() throws IOException {
        write("weir.yaml", "weir", 20);
        write("other.yaml", "other", 5);

        assertThat(new LimitsFolder(folder, QUOTES).get())
                .extracting(CallerLimit::calls)
                .containsOnly(20L);
    }

    @Test
    void noFileOfTheDomain_orTwo_areRefused() throws IOException {
        assertThatThrownBy(() -> new LimitsFolder(folder, QUOTES))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0 files have 'domain: weir'");
        write("a.yaml", "weir", 20);
        write("b.yaml", "weir", 20);
        assertThatThrownBy(() -> new LimitsFolder(folder, QUOTES)).hasMessageContaining("2 files");
        assertThatThrownBy(() -> new LimitsFolder(folder.resolve("nowhere"), QUOTES))
                .hasMessageContaining("nowhere: cannot be read");
    }

    private void write(String file, String domain, int calls) throws IOException {
        Files.writeString(folder.resolve(file), """
                domain: %s
                descriptors:
                - {key: api, descriptors: [{key: tier, descriptors: [{key: caller, rate_limit: {unit: second, requests_per_unit: %d}}]}]}
                """.formatted(domain, calls));
    }
}
