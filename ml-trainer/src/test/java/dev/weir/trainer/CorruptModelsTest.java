package dev.weir.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.ModelRegistry.Current;
import dev.weir.scoring.adapter.onnx.Provenance;
import dev.weir.trainer.adapter.tribuo.LinearTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody or some disk did to a model's files, after they were published or before. */
final class CorruptModelsTest {
    @TempDir
    private Path folder;

    @Test
    void thousandDamagedFiles_areAllRefused() throws IOException {
        var registry = new ModelRegistry(folder);
        var digest = registry.publish(onnx(), provenance());
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 1_000; trial++) {
            var file = folder.resolve(digest.value()).resolve(trial % 2 == 0 ? "model.onnx" : "provenance.json");
            byte[] good = Files.readAllBytes(file);
            Files.write(file, damaged(good, random));

            assertThat(registry.load()).isInstanceOf(Current.Refused.class);

            Files.write(file, good);
        }
        assertThat(registry.load()).isInstanceOf(Current.Good.class);
    }

    @Test
    void publishedBytesThatAreNoModel_areRefused_eachTime() throws IOException {
        var registry = new ModelRegistry(folder);
        var random = new SplittableRandom(12);
        byte[] good = onnx();
        for (int trial = 0; trial < 50; trial++) {
            registry.publish(Arrays.copyOf(good, 1 + random.nextInt(good.length / 2)), provenance());

            assertThat(registry.load()).isInstanceOf(Current.Refused.class);
        }
    }

    @Test
    void modelThatSaysNaN_isRefused() throws IOException {
        var registry = new ModelRegistry(folder);
        registry.publish(withNaNs(onnx()), provenance());

        assertThat(registry.load())
                .isInstanceOfSatisfying(
                        Current.Refused.class,
                        refused -> assertThat(refused.why()).contains("finite"));
    }

    @Test
    void modelOfOtherFeatures_isRefused() throws IOException {
        var registry = new ModelRegistry(folder);
        var other = provenance();
        registry.publish(
                onnx(),
                new Provenance(
                        99,
                        other.features(),
                        other.trainer(),
                        1,
                        other.createdAt(),
                        other.from(),
                        other.to(),
                        1,
                        Map.of()));

        assertThat(registry.load())
                .isInstanceOfSatisfying(
                        Current.Refused.class,
                        refused -> assertThat(refused.why()).contains("version 99"));
    }

    @Test
    void pointerThatNamesNoDigest_isRefused() throws IOException {
        Files.writeString(folder.resolve("current"), "../../etc/passwd");

        assertThat(new ModelRegistry(folder).load()).isInstanceOf(Current.Refused.class);
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int flips = bad.length == good.length ? 1 + random.nextInt(8) : 0; flips > 0; flips--) {
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Arrays.equals(bad, good) ? new byte[] {0} : bad;
    }

    /** The weights become NaN; the structure stays. */
    private static byte[] withNaNs(byte[] onnx) throws IOException {
        var model = OnnxMl.ModelProto.parseFrom(onnx).toBuilder();
        for (var weights : model.getGraphBuilder().getInitializerBuilderList()) {
            for (int i = 0; i < weights.getFloatDataCount(); i++) {
                weights.setFloatData(i, Float.NaN);
            }
            if (weights.getDataType() == OnnxMl.TensorProto.DataType.FLOAT.getNumber()
                    && !weights.getRawData().isEmpty()) {
                byte[] raw = new byte[weights.getRawData().size()];
                Arrays.fill(raw, (byte) 0xff);
                weights.setRawData(ByteString.copyFrom(raw));
            }
        }
        return model.build().toByteArray();
    }

    private static byte[] onnx() {
        return LinearTraining.train(examples(), 3);
    }

    private static List<Example> examples() {
        return Examples.of(Recorded.reverting(1).subList(0, 900));
    }

    private static Provenance provenance() {
        return new Provenance(
                FeatureSchema.VERSION,
                FeatureSchema.names(),
                "test",
                1,
                Recorded.START,
                Recorded.START,
                Recorded.START,
                1,
                Map.of("latency_log_error_model", 0.1));
    }
}
