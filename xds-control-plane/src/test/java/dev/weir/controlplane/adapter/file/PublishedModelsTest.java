package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.loop.port.ArtifactSource.Latest;
import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishedModelsTest {
    @TempDir
    private Path folder;

    @Test
    void emptyFolder_hasNoModel() {
        assertThat(PublishedArtifacts.models(folder).latest()).isEqualTo(new Latest.None());
    }

    @Test
    void publishedModel_isGood_thenUnchanged() throws IOException {
        var digest = publish(1);
        var models = PublishedArtifacts.models(folder);

        assertThat(models.latest()).isInstanceOfSatisfying(Latest.Good.class, good -> {
            assertThat(good.loaded().artifact().digest()).isEqualTo(digest);
            assertThat(good.loaded().origin())
                    .isEqualTo("trained on 300 windows until 2026-01-01T00:00:00Z; latency error 0.1234, EWMA 0.5000");
        });
        assertThat(models.latest()).isEqualTo(new Latest.Unchanged());
    }

    @Test
    void nextModel_replacesTheOneBefore() throws IOException {
        publish(1);
        var models = PublishedArtifacts.models(folder);
        models.latest();
        var next = publish(2);

        assertThat(models.latest())
                .isInstanceOfSatisfying(
                        Latest.Good.class,
                        good -> assertThat(good.loaded().artifact().digest()).isEqualTo(next));
    }

    @Test
    void sameModel_publishedAgain_isAnotherPublication() throws IOException {
        publish(1);
        var models = PublishedArtifacts.models(folder);
        var first = (Latest.Good) models.latest();
        Files.setLastModifiedTime(
                folder.resolve("current"), FileTime.from(first.at().plusSeconds(1)));

        assertThat(models.latest()).isInstanceOfSatisfying(Latest.Good.class, again -> {
            assertThat(again.loaded().artifact().digest())
                    .isEqualTo(first.loaded().artifact().digest());
            assertThat(again.at()).isEqualTo(first.at().plusSeconds(1));
        });
    }

    @Test
    void earlierModel_isLoadedByItsDigest_unlessItIsGoneOrDamaged() throws IOException {
        var first = publish(1);
        publish(2);
        var models = PublishedArtifacts.models(folder);

        assertThat(models.load(first))
                .hasValueSatisfying(
                        loaded -> assertThat(loaded.artifact().digest()).isEqualTo(first));
        Files.write(folder.resolve(first.value()).resolve("model.onnx"), new byte[1]);
        assertThat(models.load(first)).isEmpty();
        assertThat(models.load(new ModelDigest("a".repeat(64)))).isEmpty();
    }

    @Test
    void damagedModel_isRefused_once() throws IOException {
        var digest = publish(1);
        var file = folder.resolve(digest.value()).resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var models = PublishedArtifacts.models(folder);

        assertThat(models.latest())
                .isEqualTo(new Latest.Refused(digest.value(), "its files are not those that the digest names"));
        assertThat(models.latest()).isEqualTo(new Latest.Unchanged());
    }

    @Test
    void pointerToNothing_isRefused() throws IOException {
        Files.writeString(folder.resolve("current"), "a".repeat(64));

        assertThat(PublishedArtifacts.models(folder).latest()).isInstanceOf(Latest.Refused.class);
    }

    private ModelDigest publish(long seed) throws IOException {
        return new ModelRegistry(folder)
                .publish(
                        Files.readAllBytes(Path.of("src/test/resources/models/linear.onnx")),
                        new Provenance(
                                FeatureSchema.VERSION,
                                FeatureSchema.names(),
                                "test",
                                seed,
                                START,
                                START,
                                START,
                                300,
                                Map.of("latency_log_error_model", 0.1234, "latency_log_error_ewma", 0.5)));
    }
}
