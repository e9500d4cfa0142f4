package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.loop.port.ArtifactSource.Latest;
import dev.weir.controlplane.loop.port.ArtifactSource.Loaded;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishedNetworksTest {
    @TempDir
    private Path folder;

    @Test
    void emptyFolder_hasNothing() {
        assertThat(PublishedArtifacts.networks(folder).latest()).isEqualTo(new Latest.None());
    }

    @Test
    void publishedNetwork_isGood_once_andSoIsTheNext() throws IOException {
        var networks = PublishedArtifacts.networks(folder);
        var first = publish(1);

        assertThat(networks.latest())
                .isInstanceOfSatisfying(Latest.Good.class, good -> assertIs(good.loaded(), first, "trained by seed 1"));
        assertThat(networks.latest()).isEqualTo(new Latest.Unchanged());

        var next = publish(2);
        assertThat(networks.latest())
                .isInstanceOfSatisfying(Latest.Good.class, good -> assertIs(good.loaded(), next, "trained by seed 2"));
    }

    @Test
    void damagedNetwork_isRefused_once() throws IOException {
        var digest = publish(1);
        var file = folder.resolve(digest.value()).resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var networks = PublishedArtifacts.networks(folder);

        assertThat(networks.latest())
                .isEqualTo(new Latest.Refused(digest.value(), "its files are not those that the digest names"));
        assertThat(networks.latest()).isEqualTo(new Latest.Unchanged());
    }

    @Test
    void earlierNetwork_isLoadedByItsDigest_unlessItIsGoneOrDamaged() throws IOException {
        var first = publish(1);
        publish(2);
        var networks = PublishedArtifacts.networks(folder);

        assertThat(networks.load(first)).hasValueSatisfying(loaded -> assertIs(loaded, first, "trained by seed 1"));
        Files.write(folder.resolve(first.value()).resolve("model.onnx"), new byte[1]);
        assertThat(networks.load(first)).isEmpty();
        assertThat(networks.load(new ModelDigest("a".repeat(64)))).isEmpty();
    }

    private static void assertIs(Loaded loaded, ModelDigest digest, String origin) {
        assertThat(loaded.artifact()).isEqualTo(new Artifact(Kind.NETWORK, digest));
        assertThat(loaded.origin()).isEqualTo(origin);
    }

    private ModelDigest publish(long seed) throws IOException {
        return new PolicyRegistry(folder)
                .publish(
                        Files.readAllBytes(Path.of("src/test/resources/models/policy.onnx")),
                        new Provenance(
                                PolicyFeatures.VERSION,
                                PolicyFeatures.names(),
                                "trained by seed " + seed,
                                seed,
                                START,
                                START,
                                START,
                                300,
                                Map.of("log_cost_over_ewma", -0.1)));
    }
}
