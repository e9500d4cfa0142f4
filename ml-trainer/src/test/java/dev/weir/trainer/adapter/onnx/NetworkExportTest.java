package dev.weir.trainer.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.OnnxPolicyNetwork;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkExportTest {
    private static final int FEATURES = PolicyFeatures.names().size();
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void runtime_saysWhatTheTrainerSaid_within1e6() {
        var random = new SplittableRandom(4);
        for (int trial = 0; trial < 20; trial++) {
            var network = network(random, List.of(FEATURES, 8, 8, 1));
            float[][] rows = rows(random, 1 + random.nextInt(60), PolicyFeatures.BOUND);
            try (var served = OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network))) {
                assertThat(served.correct(rows).orElseThrow())
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(network.correct(rows).orElseThrow());
            }
        }
    }

    @Test
    void sameNetwork_givesTheSameBytes_andAnyDepthIsWritten() {
        var network = network(new SplittableRandom(4), List.of(FEATURES, 3, 1));

        assertThat(NetworkExport.onnx(network)).isEqualTo(NetworkExport.onnx(network));
        try (var served = OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network))) {
            assertThat(served.correct(new float[0][FEATURES]).orElseThrow()).isEmpty();
        }
    }

    @Test
    void networkOfNaNs_isRefused() {
        float[] parameters = new float[TanhNetwork.size(List.of(FEATURES, 1))];
        Arrays.fill(parameters, Float.NaN);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(
                        NetworkExport.onnx(new TanhNetwork(List.of(FEATURES, 1), parameters))))
                .hasMessage("it does not give a correction in [-1, 1] for each node");
    }

    @Test
    void networkOfOtherFeatures_isRefused() {
        var widths = List.of(FEATURES + 1, 1);
        var network = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void networkOfTwoOutputs_isRefused() {
        var widths = List.of(FEATURES, 2);
        var network = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);

        assertThatThrownBy(() -> OnnxPolicyNetwork.ofBytes(NetworkExport.onnx(network)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publishedNetwork_isLoadedWithItsProvenance() throws IOException {
        var registry = new PolicyRegistry(folder);
        assertThat(registry.load()).isInstanceOf(PolicyRegistry.Current.None.class);

        var digest = registry.publish(onnx(), provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));

        var good = (PolicyRegistry.Current.Good) registry.load();
        assertThat(good.digest()).isEqualTo(digest);
        assertThat(good.provenance()).isEqualTo(provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));
        assertThat(registry.currentDigest()).isEqualTo(digest.value());
        good.network().close();
    }

    @Test
    void networkOfAnotherVersion_orAModelInItsPlace_isRefused() throws IOException {
        var registry = new PolicyRegistry(folder);

        registry.publish(onnx(), provenance(99, PolicyFeatures.names()));
        assertThat(refusal(registry)).isEqualTo("it was made for features of version 99");

        registry.publish(onnx(), provenance(PolicyFeatures.VERSION, List.of("log-latency-fast")));
        assertThat(refusal(registry)).startsWith("it was made for features");
    }

    @Test
    void thousandDamagedFiles_areAllRefused() throws IOException {
        var registry = new PolicyRegistry(folder);
        var digest = registry.publish(onnx(), provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 1_000; trial++) {
            var file = folder.resolve(digest.value()).resolve(trial % 2 == 0 ? "model.onnx" : "provenance.json");
            byte[] good = Files.readAllBytes(file);
            Files.write(file, damaged(good, random));

            assertThat(refusal(registry)).isNotEqualTo("not refused");

            Files.write(file, good);
        }
        assertThat(registry.load()).isInstanceOf(PolicyRegistry.Current.Good.class);
    }

    @Test
    void publishedBytesThatAreNoNetwork_areRefused_eachTime() throws IOException {
        var registry = new PolicyRegistry(folder);
        var random = new SplittableRandom(12);
        byte[] good = onnx();
        for (int trial = 0; trial < 50; trial++) {
            registry.publish(
                    Arrays.copyOf(good, 1 + random.nextInt(good.length / 2)),
                    provenance(PolicyFeatures.VERSION, PolicyFeatures.names()));

            assertThat(refusal(registry)).isNotEqualTo("not refused");
        }
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(good, random.nextInt(good.length));
        }
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    private static String refusal(PolicyRegistry registry) {
        return registry.load() instanceof PolicyRegistry.Current.Refused refused ? refused.why() : "not refused";
    }

    private static byte[] onnx() {
        return NetworkExport.onnx(network(new SplittableRandom(4), List.of(FEATURES, 8, 8, 1)));
    }

    private static TanhNetwork network(SplittableRandom random, List<Integer> widths) {
        float[] parameters = new float[TanhNetwork.size(widths)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.5 * random.nextGaussian());
        }
        return new TanhNetwork(widths, parameters);
    }

    private static float[][] rows(SplittableRandom random, int count, float bound) {
        float[][] rows = new float[count][FEATURES];
        for (var row : rows) {
            for (int i = 0; i < FEATURES; i++) {
                row[i] = (float) random.nextDouble(-bound, bound);
            }
        }
        return rows;
    }

    private static Provenance provenance(int version, List<String> features) {
        return new Provenance(version, features, "test", 1, DAY, DAY, DAY, 1, Map.of("log_cost_over_ewma", -0.1));
    }
}
