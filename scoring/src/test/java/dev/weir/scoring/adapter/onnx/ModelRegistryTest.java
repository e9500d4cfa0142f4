package dev.weir.scoring.adapter.onnx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.adapter.onnx.ModelRegistry.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code golden/linear-v1.onnx} is what ml-trainer's {@code LinearTraining.train(Examples.of(Recorded.reverting(1).subList(0, 900)), 3)}
 * gave at feature version 1. It stays as it is: gateways must load what older trainers published.
 */
final class ModelRegistryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/linear-v1.onnx");
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureVector FEATURES = new FeatureVector(List.of(2.5f, 2f, 0.5f, 3f, 0.25f, 0.1f, 0.4f, 1f));

    @TempDir
    private Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void emptyFolder() {
        registry = new ModelRegistry(folder.resolve("models"));
    }

    @Test
    void nothingPublished_isNone() {
        assertThat(registry.load()).isEqualTo(new Current.None());
        assertThat(registry.currentDigest()).isEmpty();
    }

    @Test
    void publishedModel_isLoadedWithItsProvenance() throws IOException {
        var digest = registry.publish(golden(), provenance(1));

        var good = (Current.Good) registry.load();
        try (var model = good.model()) {
            assertThat(model.digest()).isEqualTo(digest);
            assertThat(good.provenance()).isEqualTo(provenance(1));
            assertThat(registry.currentDigest()).isEqualTo(digest.value());
        }
    }

    @Test
    void goldenModel_predictsAsItDidWhenItWasTrained() throws IOException {
        registry.publish(golden(), provenance(1));

        try (var model = ((Current.Good) registry.load()).model()) {
            var prediction = model.predict(FEATURES).orElseThrow();
            assertThat(prediction.latencyMillis()).isCloseTo(6.3551, within(1e-3));
            assertThat(prediction.failureProbability()).isCloseTo(0.016418, within(1e-5));
        }
    }

    @Test
    void laterModel_takesOver_andTheEarlierStays() throws IOException {
        var first = registry.publish(golden(), provenance(1));
        var second = registry.publish(golden(), provenance(2));

        assertThat(second).isNotEqualTo(first);
        assertThat(registry.currentDigest()).isEqualTo(second.value());
        assertThat(folder.resolve("models").resolve(first.value())).isDirectory();
    }

    @Test
    void sameModelAgain_leavesNoDraftBehind() throws IOException {
        var first = registry.publish(golden(), provenance(1));
        var second = registry.publish(golden(), provenance(1));

        assertThat(second).isEqualTo(first);
        try (var files = Files.list(folder.resolve("models"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("current", first.value());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "provenance.json"})
    void changedFile_isRefused(String name) throws IOException {
        var file = file(registry.publish(golden(), provenance(1)), name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(refusal()).isEqualTo("its files are not those that the digest names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "provenance.json"})
    void missingFile_isRefused(String name) throws IOException {
        Files.delete(file(registry.publish(golden(), provenance(1)), name));

        assertThat(refusal()).startsWith("its file is missing: ").endsWith(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "provenance.json"})
    void fileThatIsTooLarge_isRefused_unread(String name) throws IOException {
        var file = file(registry.publish(golden(), provenance(1)), name);
        Files.write(file, new byte[(4 << 20) + 1]);

        assertThat(refusal()).isEqualTo(name + " is larger than 4194304 bytes");
    }

    @Test
    void modelThatIsTooLarge_isNotPublished() {
        assertThatThrownBy(() -> registry.publish(new byte[(4 << 20) + 1], provenance(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("model.onnx is larger than 4194304 bytes");
        assertThat(registry.load()).isEqualTo(new Current.None());
    }

    @Test
    void modelOfAnotherVersion_isRefused() throws IOException {
        registry.publish(golden(), provenance(7, FeatureSchema.names()));

        assertThat(refusal()).isEqualTo("it was made for features of version 7");
    }

    @Test
    void modelOfOtherFeatures_isRefused() throws IOException {
        registry.publish(
                golden(),
                provenance(FeatureSchema.VERSION, FeatureSchema.names().reversed()));

        assertThat(refusal()).startsWith("it was made for features");
    }

    @Test
    void modelThatSaysNaN_isRefused() throws IOException {
        registry.publish(withBias((byte) 0xff), provenance(1));

        assertThat(refusal()).isEqualTo("it does not give finite predictions");
    }

    @Test
    void modelThatSaysAHugeRatio_isRefused() throws IOException {
        registry.publish(withBias((byte) 0x66), provenance(1));

        assertThat(refusal()).isEqualTo("it does not give finite predictions");
    }

    @Test
    void bytesThatAreNoModel_areRefused() throws IOException {
        registry.publish(Arrays.copyOf(golden(), 200), provenance(1));

        assertThat(registry.load()).isInstanceOf(Current.Refused.class);
    }

    @Test
    void provenanceThatIsNone_isRefused() throws IOException {
        var published = registry.publish(golden(), provenance(1));
        Files.writeString(file(published, "provenance.json"), "{}");
        rename(published, ModelRegistry.digest(golden(), "{}".getBytes(US_ASCII)));

        assertThat(refusal()).startsWith("provenance.json is not one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "abc", "\u00ff\u00fe", "current"})
    void pointerThatNamesNoDigest_isRefused(String text) throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.write(folder.resolve("models/current"), text.getBytes(ISO_8859_1));

        assertThat(refusal()).contains("is not a SHA-256 in hex");
    }

    private String refusal() {
        return registry.load() instanceof Current.Refused refused ? refused.why() : "not refused";
    }

    private Path file(ModelDigest digest, String name) {
        return folder.resolve("models").resolve(digest.value()).resolve(name);
    }

    private void rename(ModelDigest from, ModelDigest to) throws IOException {
        var models = folder.resolve("models");
        Files.move(models.resolve(from.value()), models.resolve(to.value()));
        Files.writeString(models.resolve("current"), to.value());
    }

    private static byte[] golden() throws IOException {
        return Files.readAllBytes(GOLDEN);
    }

    /** The golden model with every byte of its two biases set: 0xff makes them NaN, 0x66 some 1e23. */
    private static byte[] withBias(byte each) throws IOException {
        byte[] onnx = golden();
        var marker = "linear_sgd_bias_0J\b";
        int bias = new String(onnx, ISO_8859_1).indexOf(marker) + marker.length();
        Arrays.fill(onnx, bias, bias + 8, each);
        return onnx;
    }

    private static Provenance provenance(long seed) {
        return new Provenance(
                FeatureSchema.VERSION, FeatureSchema.names(), "tribuo", seed, DAY, DAY, DAY, 900, Map.of("gain", 0.1));
    }

    private static Provenance provenance(int version, List<String> features) {
        return new Provenance(version, features, "tribuo", 1, DAY, DAY, DAY, 900, Map.of());
    }
}
