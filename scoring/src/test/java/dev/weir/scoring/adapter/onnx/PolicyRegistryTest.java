package dev.weir.scoring.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.adapter.onnx.PolicyRegistry.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code golden/policy-v1.onnx} is what {@code NetworkFile} wrote at feature version 1, of a network of widths 12, 8, 1 whose parameters are
 * half of {@code new SplittableRandom(4).nextGaussian()}. It stays as it is: gateways must load what older trainers published.
 */
final class PolicyRegistryTest {
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private PolicyRegistry registry = new PolicyRegistry(Path.of(""));

    @BeforeEach
    void emptyFolder() {
        registry = new PolicyRegistry(folder);
    }

    @Test
    void nothingPublished_isNone() {
        assertThat(registry.load()).isEqualTo(new Current.None());
        assertThat(registry.currentDigest()).isEmpty();
    }

    @Test
    void publishedNetwork_isLoadedWithItsProvenance() throws IOException {
        var digest = registry.publish(golden(), provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));

        var good = (Current.Good) registry.load();

        assertThat(good.digest()).isEqualTo(digest);
        assertThat(good.provenance()).isEqualTo(provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));
        assertThat(registry.currentDigest()).isEqualTo(digest.value());
    }

    @Test
    void networkThatWasPublishedEarlier_isLoadedByItsDigest() throws IOException {
        var first = registry.publish(golden(), provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));
        registry.publish(golden(), provenance(99, PolicyFeatures.names()));

        assertThat(registry.load(first.value()))
                .isInstanceOfSatisfying(
                        Current.Good.class, good -> assertThat(good.digest()).isEqualTo(first));
        assertThat(registry.load("a".repeat(64))).isInstanceOf(Current.Refused.class);
    }

    @Test
    void goldenNetwork_correctsAsItDidWhenItWasWritten() throws IOException {
        float[] said = NetworkFile.read(golden())
                .correct(new float[][] {
                    {0.5f, -0.1f, 1, 0.2f, 0.1f, 0.3f, 0.5f, -0.4f, -0.2f, 0.7f, 0.6f, 0.9f}, new float[12]
                })
                .orElseThrow();

        assertThat(said[0]).isCloseTo(-0.5663929f, within(1e-6f));
        assertThat(said[1]).isCloseTo(-0.20030706f, within(1e-6f));
    }

    @Test
    void networkOfAnotherVersion_orAModelInItsPlace_isRefused() throws IOException {
        registry.publish(golden(), provenance(99, PolicyFeatures.names()));
        assertThat(refusal()).isEqualTo("it was made for features of version 99");

        registry.publish(golden(), provenance(PolicyFeatures.VERSION, List.of("log-latency-fast")));
        assertThat(refusal()).startsWith("it was made for features");
    }

    @Test
    void model_isNoNetwork() throws IOException {
        registry.publish(
                Files.readAllBytes(Path.of("src/test/resources/golden/linear-v1.onnx")),
                provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));

        assertThat(refusal()).isEqualTo("its graph is not that of a policy network");
    }

    @Test
    void thousandDamagedFiles_areAllRefused() throws IOException {
        var digest = registry.publish(golden(), provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 1_000; trial++) {
            var file = folder.resolve(digest.value()).resolve(trial % 2 == 0 ? "model.onnx" : "provenance.json");
            byte[] good = Files.readAllBytes(file);
            Files.write(file, damaged(good, random));

            assertThat(refusal()).isNotEqualTo("not refused");

            Files.write(file, good);
        }
        assertThat(registry.load()).isInstanceOf(Current.Good.class);
    }

    @Test
    void publishedBytesThatAreNoNetwork_areRefused_eachTime() throws IOException {
        var random = new SplittableRandom(12);
        byte[] good = golden();
        for (int trial = 0; trial < 50; trial++) {
            registry.publish(
                    Arrays.copyOf(good, 1 + random.nextInt(good.length / 2)),
                    provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));

            assertThat(refusal()).isNotEqualTo("not refused");
        }
    }

    @Test
    void pointerToNothing_isRefused() throws IOException {
        Files.writeString(folder.resolve("current"), "a".repeat(64));

        assertThat(refusal()).startsWith("its file is missing: ");
    }

    private String refusal() {
        return registry.load() instanceof Current.Refused refused ? refused.why() : "not refused";
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(good, random.nextInt(good.length));
        }
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    private static byte[] golden() throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/golden/policy-v1.onnx"));
    }

    private static Provenance provenance(int version, List<String> features) {
        return new Provenance(version, features, "test", 1, DAY, DAY, DAY, 1, Map.of("log_cost_over_ewma", -0.1));
    }
}
