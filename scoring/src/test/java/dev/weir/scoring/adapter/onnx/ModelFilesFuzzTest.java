package dev.weir.scoring.adapter.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.adapter.onnx.ModelRegistry.Current;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model folders that are not as they were published. Where the digest was not made anew, none is accepted, whatever was done to it. Where it was,
 * the folder is another model, good or bad: then nothing crashes, and what is accepted says nothing that is no prediction. No session stays open.
 */
final class ModelFilesFuzzTest {
    private static final long SEED = 20_260_101;
    private static final int TRIES = 1_000;
    private static final Path GOLDEN = Path.of("src/test/resources/golden/linear-v1.onnx");
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Integer> accepted = new TreeMap<>();

    @TempDir
    private Path folder;

    private byte[] onnx = new byte[0];
    private byte[] provenance = new byte[0];
    private ModelDigest published = new ModelDigest("0".repeat(64));
    private long openBefore;

    @BeforeEach
    void publishOne() throws IOException {
        onnx = Files.readAllBytes(GOLDEN);
        published = new ModelRegistry(folder)
                .publish(
                        onnx,
                        new Provenance(
                                FeatureSchema.VERSION,
                                FeatureSchema.names(),
                                "tribuo",
                                1,
                                DAY,
                                DAY,
                                DAY,
                                900,
                                Map.of("gain", 0.1)));
        provenance = Files.readAllBytes(model("provenance.json"));
        openBefore = OnnxScoringModel.open();
    }

    @AfterEach
    void noSessionStaysOpen() {
        assertThat(OnnxScoringModel.open()).isEqualTo(openBefore);
    }

    @Test
    void thousandCorruptedFolders_areRefused_andTheOriginalIsNot() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            restore();
            var kind = Corruption.values()[i % Corruption.values().length];
            kind.apply(this);
            assertThat(new ModelRegistry(folder).load())
                    .as("seed %d, try %d: %s", SEED, i, kind)
                    .isInstanceOf(Current.Refused.class);
        }

        restore();
        try (var good = ((Current.Good) new ModelRegistry(folder).load()).model()) {
            assertThat(good.digest()).isEqualTo(published);
        }
    }

    @Test
    void thousandForgedModels_neverCrash_andWhatIsAcceptedPredictsLegally() throws IOException {
        var kinds = Forgery.values();
        for (int i = 0; i < TRIES; i++) {
            var kind = kinds[i % kinds.length];
            var forged = kind.apply(this);
            publish(forged, random.nextInt(4) == 0 ? edited() : provenance);
            if (new ModelRegistry(folder).load() instanceof Current.Good good) {
                try (var model = good.model()) {
                    accepted.merge(kind.name(), 1, Integer::sum);
                    assertPredictsLegally(model);
                }
            }
        }

        assertThat(accepted.values().stream().mapToInt(Integer::intValue).sum())
                .as("some forgeries are sane models, most are not: %s", accepted)
                .isBetween(1, TRIES * 9 / 10);
    }

    @ParameterizedTest
    @CsvSource({
        // rows, columns, element type, inputs, outputs, operator, weight
        "7, 2, 1, 1, 1, Identity, 0",
        "9, 2, 1, 1, 1, Identity, 0",
        "8, 1, 1, 1, 1, Identity, 0",
        "8, 3, 1, 1, 1, Identity, 0",
        "8, 2, 11, 1, 1, Identity, 0",
        "8, 2, 1, 2, 1, Identity, 0",
        "8, 2, 1, 1, 2, Identity, 0",
        "8, 2, 1, 1, 1, Log, 0",
        "8, 2, 1, 1, 1, NoSuchOperator, 0",
        "8, 2, 1, 1, 1, Identity, NaN",
        "8, 2, 1, 1, 1, Identity, Infinity",
        "8, 2, 1, 1, 1, Identity, 1e30",
        "8, 1000, 1, 1, 1, Identity, 0",
    })
    void validOnnx_ofAnotherShapeOrWithoutFiniteWeights_isRefused(
            int rows, int columns, int elementType, int inputs, int outputs, String op, double weight)
            throws IOException {
        publish(new Onnx(rows, columns, elementType, inputs, outputs, op, weight).bytes(), provenance);

        assertThat(new ModelRegistry(folder).load()).isInstanceOf(Current.Refused.class);
    }

    @Test
    void handWrittenOnnx_ofTheRightShape_isAccepted() throws IOException {
        publish(new Onnx(8, 2, 1, 1, 1, "Identity", 0).bytes(), provenance);

        try (var model = ((Current.Good) new ModelRegistry(folder).load()).model()) {
            assertThat(model.predict(features()).orElseThrow().latencyMillis()).isPositive();
        }
    }

    /** What can happen to files whose folder still has the digest's name. */
    private enum Corruption {
        FLIPPED_BITS {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                var name = test.anyFile();
                Files.write(test.model(name), test.flipped(test.original(name)));
            }
        },
        CUT_OFF {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                var name = test.anyFile();
                Files.write(test.model(name), test.cut(test.original(name)));
            }
        },
        ADDED_TO {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(
                        test.model(test.anyFile()),
                        test.noise(1 + test.random.nextInt(100)),
                        StandardOpenOption.APPEND);
            }
        },
        SWAPPED {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(test.model("model.onnx"), test.provenance);
                Files.write(test.model("provenance.json"), test.onnx);
            }
        },
        NOISE {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(test.model(test.anyFile()), test.noise(test.random.nextInt(2_000)));
            }
        },
        HUGE {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                try (var file = FileChannel.open(test.model(test.anyFile()), StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.wrap(new byte[1]), test.random.nextLong(4 << 20, 1L << 35));
                }
            }
        },
        MISSING {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.delete(test.model(test.anyFile()));
            }
        },
        FOLDER_OR_DEVICE {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                var file = test.model(test.anyFile());
                Files.delete(file);
                if (test.random.nextBoolean()) {
                    Files.createDirectory(file);
                } else {
                    Files.createSymbolicLink(file, Path.of("/dev/zero"));
                }
            }
        },
        PROVENANCE_EDITED {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(test.model("provenance.json"), test.edited());
            }
        },
        ANOTHER_SANE_MODEL {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(
                        test.model("model.onnx"),
                        new Onnx(8, 2, 1, 1, 1, "Identity", test.random.nextDouble(0.01)).bytes());
            }
        },
        POINTER {
            @Override
            void apply(ModelFilesFuzzTest test) throws IOException {
                Files.write(
                        test.folder.resolve("current"),
                        test.flipped(test.published.value().getBytes(UTF_8)));
            }
        };

        abstract void apply(ModelFilesFuzzTest test) throws IOException;
    }

    /** What someone could publish under a digest that fits. */
    private enum Forgery {
        FLIPPED_BITS {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                return test.flipped(test.onnx);
            }
        },
        CUT_OFF {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                return test.cut(test.onnx);
            }
        },
        SPLICED {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                byte[] bytes = test.onnx.clone();
                int from = test.random.nextInt(bytes.length);
                byte[] noise = test.noise(1 + test.random.nextInt(Math.min(40, bytes.length - from)));
                System.arraycopy(noise, 0, bytes, from, noise.length);
                return bytes;
            }
        },
        REPEATED {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                byte[] cut = test.cut(test.onnx);
                byte[] twice = Arrays.copyOf(test.onnx, test.onnx.length + cut.length);
                System.arraycopy(cut, 0, twice, test.onnx.length, cut.length);
                return twice;
            }
        },
        HAND_WRITTEN {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                return new Onnx(
                                test.random.nextInt(7, 10),
                                test.random.nextInt(1, 4),
                                test.one(1, 1, 7, 11),
                                test.random.nextInt(1, 3),
                                test.random.nextInt(1, 3),
                                List.of("Identity", "Exp", "Log", "Sqrt", "Shape", "Softmax", "Size")
                                        .get(test.random.nextInt(7)),
                                test.random.nextInt(4) == 0 ? Double.NaN : test.random.nextGaussian() * 2)
                        .bytes();
            }
        },
        NEARLY_RIGHT {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                return test.flipped(new Onnx(8, 2, 1, 1, 1, "Identity", test.random.nextGaussian() / 10).bytes());
            }
        },
        ODD_WEIGHTS {
            @Override
            byte[] apply(ModelFilesFuzzTest test) {
                double weight = Double.longBitsToDouble(test.random.nextLong());
                return new Onnx(8, 2, 1, 1, 1, "Identity", weight).bytes();
            }
        };

        abstract byte[] apply(ModelFilesFuzzTest test);
    }

    private void assertPredictsLegally(OnnxScoringModel model) {
        for (int i = 0; i < 20; i++) {
            // A prediction that is none cannot be made: its record refuses NaN, infinity and what is out of range.
            model.predict(features())
                    .ifPresent(prediction ->
                            assertThat(prediction.latencyMillis()).isFinite().isPositive());
        }
    }

    private FeatureVector features() {
        return new FeatureVector(IntStream.range(0, FeatureSchema.names().size())
                .mapToObj(i -> (float) random.nextDouble(-FeatureSchema.BOUND, FeatureSchema.BOUND))
                .toList());
    }

    /** As it was published. */
    private void restore() throws IOException {
        for (var name : List.of("model.onnx", "provenance.json")) {
            Files.deleteIfExists(model(name));
            Files.write(model(name), original(name));
        }
        Files.writeString(folder.resolve("current"), published.value());
    }

    /** A folder whose digest fits its files. */
    private void publish(byte[] forged, byte[] origin) throws IOException {
        var digest = ModelRegistry.digest(forged, origin);
        var place = Files.createDirectories(folder.resolve(digest.value()));
        Files.write(place.resolve("model.onnx"), forged);
        Files.write(place.resolve("provenance.json"), origin);
        Files.writeString(folder.resolve("current"), digest.value());
    }

    /** The provenance with one place changed: a word, a number, a brace; or far too deep. */
    private byte[] edited() {
        var text = new String(provenance, UTF_8);
        var changed = switch (random.nextInt(6)) {
            case 0 -> text.replace("\"rows\" : 900", "\"rows\" : 9" + "0".repeat(random.nextInt(1, 400)));
            case 1 -> text.replace("log-latency-fast", "log-latency-" + random.nextInt());
            case 2 -> text.replace("2026", String.valueOf(random.nextInt(3_000, 1_000_000)));
            case 3 -> "[".repeat(random.nextInt(1, 200_000));
            case 4 -> text.replaceFirst("\"[a-z]+\"", "\"\\\\u0000\"") + " ".repeat(random.nextInt(9));
            default -> text.replace("}", "");
        };
        return changed.getBytes(UTF_8);
    }

    private byte[] flipped(byte[] original) {
        byte[] bytes = original.clone();
        for (int flips = random.nextInt(1, 9); flips > 0 || Arrays.equals(bytes, original); flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] cut(byte[] original) {
        return Arrays.copyOf(original, random.nextInt(original.length));
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private int one(int... of) {
        return of[random.nextInt(of.length)];
    }

    private String anyFile() {
        return random.nextBoolean() ? "model.onnx" : "provenance.json";
    }

    private byte[] original(String name) {
        return name.equals("model.onnx") ? onnx : provenance;
    }

    private Path model(String name) {
        return folder.resolve(published.value()).resolve(name);
    }
}
