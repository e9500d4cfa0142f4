package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.adapter.parquet.SegmentFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The loop closes: recorded, trained, judged, published, rolled out without a restart; what is broken is refused. In this order. */
@ExtendWith(Gateway.Extension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TrainingStoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Of weir.yaml: shadow and canaries of 5 s each, and 20 calls of the first hundredth. */
    private static final Duration STAGES = Duration.ofSeconds(120);

    private static final Duration TICK = Duration.ofMillis(250);

    private Gateway gateway;

    /** The models of made-up worlds are not for the stories that follow. */
    @AfterAll
    static void forget(Gateway gateway) {
        for (int model = 0; model < 16; model++) {
            if (gateway.weir("rollback", "--reason", "the story is over").exitCode() != 0) {
                return;
            }
        }
    }

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
    }

    @Test
    @Order(1)
    void withoutAModel_ewmaDecides() {
        gateway.settle();
        gateway.weir("traffic", "--api", "quotes", "--rate", "20", "--duration", "4s", "-o", "json")
                .ok();

        assertThat(gateway.view().at("/model/digest").isNull()).isTrue();
        assertThat(gateway.view().at("/model/message").asText()).contains("EWMA");
        await().atMost(SOON)
                .until(() -> gateway.api("quotes").get("policy").asText().equals("ewma"));
    }

    @Test
    @Order(2)
    void traffic_isRecordedAsSegments_thatTheTrainerReads() throws IOException {
        gateway.weir("traffic", "--rate", "40", "--duration", "14s", "-o", "json")
                .ok();
        var segments = gateway.home().resolve("data/segments");

        await().atMost(SOON)
                .until(() -> !new SegmentFolder(segments).read().windows().isEmpty());
        assertThat(new SegmentFolder(segments).read().unreadable()).isEmpty();
        var said = gateway.weir("train").ok();
        assertThat(said).containsAnyOf("published", "not trained");
    }

    @Test
    @Order(3)
    void worldThatEwmaKnowsBetter_publishesNothing(@TempDir Path folder) throws IOException {
        record(
                folder,
                (random, before, level, progress) -> progress < 0.7
                        ? level * Math.exp(0.6 * random.nextGaussian())
                        : Math.clamp(before * Math.exp(0.08 + 0.02 * random.nextGaussian()), 1, 1e6));
        var before = current();

        assertThat(gateway.weir("train", "--segments", folder.toString()).ok()).contains("not published");

        assertThat(current()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void worldThatTheModelKnowsBetter_isPublished_andRolledOutWithoutARestart(@TempDir Path folder) throws IOException {
        record(folder, (random, before, level, progress) -> level * Math.exp(0.6 * random.nextGaussian()));
        long pid = gateway.process("xds-control-plane").get("pid").asLong();

        var said = gateway.weir("train", "--segments", folder.toString()).ok();

        var digest = current();
        assertThat(said).contains("published " + digest);
        await().atMost(SOON)
                .until(() -> gateway.view().at("/rollout/candidate").asText().equals(digest));
        assertThat(gateway.view().at("/model/digest").isNull()).isTrue();
        try (var traffic = gateway.traffic("100")) {
            await().atMost(STAGES).untilAsserted(() -> {
                assertThat(gateway.view().at("/model/digest").asText()).isEqualTo(digest);
                assertThat(gateway.view().at("/model/message").asText()).startsWith("in force");
            });
            assertThat(traffic.stop().out()).contains("honest");
        }
        assertThat(gateway.process("xds-control-plane").get("pid").asLong()).isEqualTo(pid);
        gateway.weir("traffic", "--api", "quotes", "--rate", "20", "--duration", "4s", "-o", "json")
                .ok();
        await().atMost(SOON)
                .until(() -> gateway.api("quotes").get("policy").asText().equals("learned"));
        assertThat(gateway.weir("explain", "amber", "--api", "quotes").ok()).contains(digest);
        var provenance = Files.readString(gateway.home().resolve("data/models/" + digest + "/provenance.json"));
        assertThat(provenance).contains("\"seed\"", "\"trainer\"", "\"from\"", "\"to\"", "\"features\"", "\"metrics\"");
    }

    @Test
    @Order(5)
    void corruptModel_isRefused_andTheLastGoodOneStays() throws IOException {
        var good = current();
        var models = gateway.home().resolve("data/models");
        var bad = "0".repeat(63) + "1";
        Files.createDirectories(models.resolve(bad));
        byte[] onnx = Files.readAllBytes(models.resolve(good).resolve("model.onnx"));
        onnx[onnx.length / 2] ^= 0x55;
        Files.write(models.resolve(bad).resolve("model.onnx"), onnx);
        Files.copy(
                models.resolve(good).resolve("provenance.json"),
                models.resolve(bad).resolve("provenance.json"));

        Files.writeString(models.resolve("current"), bad + "\n");

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(gateway.view().at("/model/message").asText())
                    .contains("refused")
                    .contains("last good one stays");
            assertThat(gateway.view().at("/model/digest").asText()).isEqualTo(good);
        });
    }

    /** The digest that is published; empty where none is. */
    private String current() throws IOException {
        var pointer = gateway.home().resolve("data/models/current");
        return Files.exists(pointer) ? Files.readString(pointer).strip() : "";
    }

    private interface World {
        double latency(SplittableRandom random, double before, double level, double progress);
    }

    /** Five minutes of three nodes whose rule is known. */
    private static void record(Path folder, World world) throws IOException {
        var random = new SplittableRandom(1);
        double[] latency = {5, 10, 20};
        List<WindowSample> windows = new ArrayList<>();
        for (int tick = 1; tick <= 1_200; tick++) {
            for (int node = 0; node < latency.length; node++) {
                latency[node] = world.latency(random, latency[node], 5 << node, tick / 1_200.0);
                windows.add(new WindowSample(
                        new ApiName("quotes"),
                        new NodeId("node-" + node),
                        Instant.parse("2026-01-01T00:00:00Z").plus(TICK.multipliedBy(tick)),
                        TICK,
                        4,
                        random.nextInt(40) == 0 ? 1 : 0,
                        latency[node],
                        1.5 * latency[node],
                        1,
                        TokenAmount.ofTokens("0.0001"),
                        0.33));
            }
        }
        new SegmentFolder(folder).write(windows, Instant.parse("2026-01-01T00:05:00Z"));
    }
}
