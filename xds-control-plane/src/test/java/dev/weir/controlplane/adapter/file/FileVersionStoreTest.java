package dev.weir.controlplane.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.config.port.VersionStore;
import dev.weir.controlplane.config.port.VersionStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileVersionStoreTest extends VersionStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected VersionStore store() {
        return new FileVersionStore(folder);
    }

    /** As a process that was killed while it wrote leaves it. */
    @Test
    void versionThatWasNotWrittenWhole_isNone() throws IOException {
        store().add(version(1, "one", "why"), "one");
        Files.writeString(folder.resolve("config-versions/00000002.yaml.tmp"), "# weir-config-version 1 {\"num");

        assertThat(store().versions()).hasSize(1);

        store().add(version(2, "two", "why"), "two");
        assertThat(store().text(store().versions().getLast())).isEqualTo("two");
    }

    @Test
    void fileOfVersion1_isRead() throws IOException {
        var text = "apis: []\n";
        Files.createDirectories(folder.resolve("config-versions"));
        Files.writeString(folder.resolve("config-versions/00000012.yaml"), """
                # weir-config-version 1 {"number":12,"at":"2026-01-01T00:00:00Z","by":"operator","reason":"a \\"new\\" price","sha256":"a1ae5d5a4c8ef9a5a0b8a3d5b2f6a6d3","own":"","takesBack":11}
                """ + text);

        var version = store().versions().getFirst();

        assertThat(version.number()).isEqualTo(12);
        assertThat(version.reason()).isEqualTo("a \"new\" price");
        assertThat(version.takesBack()).isEqualTo(11);
        assertThatThrownBy(() -> store().text(version)).hasMessageContaining("it is not what its digest says");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "apis: []\n",
                "# weir-config-version 1 {",
                "# weir-config-version 2 {}",
                "# weir-config-version 1 {\"number\":1}"
            })
    void damagedVersion_stopsTheStart_andSaysHowToMend(String content) throws IOException {
        Files.createDirectories(folder.resolve("config-versions"));
        Files.writeString(folder.resolve("config-versions/00000001.yaml"), content);

        assertThatThrownBy(() -> store().versions())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(folder.resolve("config-versions/00000001.yaml") + " is damaged (")
                .hasMessageEndingWith("mend it, or delete it to go on with the version before");
    }

    @Test
    void whereNothingCanBeWritten_addThrows() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new FileVersionStore(file).add(version(1, "one", "why"), "one"))
                .isInstanceOf(UncheckedIOException.class);
    }
}
