package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus reads of each process, and that {@code docs/metrics.md} says so. */
@ExtendWith(Gateway.Extension.class)
final class MetricsStoryTest {
    private static final MetricsPage PAGE = MetricsPage.read();

    private Gateway gateway;

    /** A process that has a page of metrics. */
    enum Process {
        CONTROL_PLANE(8_080, "Every Java process", "Every service", "xds-control-plane"),
        JUDGE(8_081, "Every Java process", "Every service", "ext-authz-service"),
        RATE_LIMIT(8_082, "Every Java process", "Every service", "ratelimit-service"),
        NODE(9_102, "Every Java process", "node-agent");

        private final int port;
        private final String[] headings;

        Process(int port, String... headings) {
            this.port = port;
            this.headings = headings;
        }
    }

    /** One call that is answered, one that is refused, and what they leave behind. */
    @BeforeEach
    void called(Gateway shared) {
        gateway = shared;
        gateway.settle();
        assertThat(gateway.get("/quotes/BTC", Gateway.bearer(gateway.freshToken()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/quotes/BTC").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void process_tellsWhatThePageNames_andNothingElse(Process process) {
        var named = PAGE.of(process.headings);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var told = MetricFamily.scraped(scrape(process.port));
            assertThat(told).containsOnlyKeys(named.keySet());
            // A guard that did not fire has no labels to show.
            told.values()
                    .removeIf(family -> family.name().equals("weir_controlplane_guard_active")
                            && family.labels().isEmpty());
            assertThat(told).allSatisfy((name, family) -> assertThat(family).isEqualTo(named.get(name)));
        });
    }

    @Test
    void envoy_tellsWhatThePageNames() {
        var told = MetricFamily.scraped(gateway.send(HttpRequest.newBuilder(Gateway.uri(9_901, "/stats/prometheus")))
                .body());

        assertThat(told).containsAllEntriesOf(PAGE.of("Envoy"));
    }

    @ParameterizedTest
    @EnumSource
    void names_units_andHelpTexts_areAsPrometheusHasThem(Process process, @TempDir Path folder) throws IOException {
        var text = Files.writeString(folder.resolve("metrics.txt"), scrape(process.port));

        var said =
                Checkout.run(folder, Map.of(), List.of("sh", "-c", "promtool check metrics < " + text.getFileName()));

        assertThat(said.out() + said.err()).isBlank();
        assertThat(said.exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void labels_nameNoCaller(Process process) {
        assertThat(MetricFamily.labelValues(scrape(process.port)))
                .noneMatch(value -> value.matches("(?is).*(0x[0-9a-f]{8}|eip155|127\\.0\\.0\\.|bearer|/quotes).*"));
    }

    @Test
    void strangers_haveNoWayToThem() {
        for (var path : List.of("/metrics", "/auth/metrics", "/auth/../metrics", "/stats/prometheus")) {
            assertThat(gateway.get(path).body()).as(path).doesNotContain("# TYPE");
        }
    }

    @Test
    void sharesWanted_sumToAll_andRequestsAreCountedByTheirEnd() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var samples = samples(scrape(Process.CONTROL_PLANE.port));
            assertThat(samples.entrySet().stream()
                            .filter(sample -> sample.getKey()
                                    .startsWith("weir_controlplane_node_share_wanted_ratio{api=\"quotes\""))
                            .mapToDouble(Map.Entry::getValue)
                            .sum())
                    .isBetween(0.999, 1.001);
            assertThat(samples.get("weir_controlplane_request_duration_seconds_count{api=\"quotes\",status=\"2xx\",}"))
                    .isPositive();
            assertThat(samples.get(
                            "weir_controlplane_requests_refused_total{api=\"quotes\",reason=\"credentials_missing\",}"))
                    .isPositive();
            assertThat(samples.get("weir_controlplane_xds_ack_duration_seconds_count{type=\"endpoints\",}"))
                    .isPositive();
        });
    }

    private static Map<String, Double> samples(String text) {
        var samples = new TreeMap<String, Double>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return samples;
    }

    private String scrape(int port) {
        return gateway.send(
                        HttpRequest.newBuilder(Gateway.uri(port, "/metrics")), "accept", "text/plain; version=0.0.4")
                .body();
    }
}
