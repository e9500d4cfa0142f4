package dev.weir.it.endings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.config.CallerLimit;
import dev.weir.config.Edge;
import dev.weir.config.Network;
import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may cost, on a stock Envoy with what we ship: rows of docs/edge.md. */
final class EdgeTest {
    private static final int PORTS = 23_440;
    private static final int CONNECTIONS = 100;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Edge EDGE =
            new Edge(OptionalInt.of(CONNECTIONS), OptionalInt.of(40), List.of(new Network("127.3.0.0", 16)));
    private static final CallerLimit FIVE =
            new CallerLimit(new ApiName("fine"), Tier.OPEN, Optional.empty(), 5, Duration.ofSeconds(1));

    @TempDir
    private static Path folder;

    private static EndingsRig rig;

    @BeforeAll
    static void start() throws IOException {
        rig = new EndingsRig(
                PORTS,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                ROOT.resolve("envoy-config/bootstrap.yaml"),
                folder,
                EDGE,
                List.of(FIVE));
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> rig.calls("127.0.0.2").get("/leaving/ready").startsWith("HTTP/1.1 200"));
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    @Test
    void addressThatOpensThousandsOfSilentConnections_hindersNobodyElse() throws IOException {
        var opened = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 3_000; i++) {
                opened.add(rig.calls("127.0.0.9").silent());
            }

            await().untilAsserted(() -> assertThat(rig.stat("connection_limit.address.limited_connections"))
                    .isGreaterThanOrEqualTo(3_000 - CONNECTIONS));
            assertThat(rig.stat("http.gateway.downstream_cx_active")).isLessThanOrEqualTo(CONNECTIONS + 5);
            assertThat(rig.calls("127.0.0.1").get("/leaving/beside")).startsWith("HTTP/1.1 200");
            long served = IntStream.range(0, 64)
                    .filter(i -> isServed("127.0.1." + (i + 1), "/leaving/beside"))
                    .count();
            // One of 32 chains is full, so that two of 64 are expected to share it.
            assertThat(served).isBetween(56L, 64L);
        } finally {
            for (var socket : opened) {
                socket.close();
            }
        }
        await().until(() -> isServed("127.0.0.9", "/leaving/after"));
    }

    private static boolean isServed(String source, String path) {
        try {
            return rig.calls(source).get(path).startsWith("HTTP/1.1 200");
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void nodeLearnsNeitherWalletNorAddress_andTheRequestsNameIsTheGateways() throws IOException {
        var answer = rig.calls("127.0.0.5")
                .say("GET /leaving/what-the-node-heard HTTP/1.1\r\nhost: h\r\nconnection: close\r\n"
                        + "x-request-id: of-another\r\nx-forwarded-for: 192.0.2.1\r\nx-weir-caller: me\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n")))
                .containsPattern("\nx-request-id: [0-9a-f-]{36}\n")
                .doesNotContain("x-forwarded-for", "x-weir-", "127.0.0.5", "192.0.2.1", "of-another", "somebody");
    }

    @Test
    void connectionThatSaysNothing_isLetGoAfterEightSeconds() throws IOException {
        var since = Instant.now();
        try (var silent = rig.calls("127.0.0.3").silent()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(Duration.between(since, Instant.now())).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(12));
    }

    @Test
    void addressAboveItsRequests_isRefusedBeforeTheJudge_withAProblem() throws IOException {
        var answers = new ArrayList<String>();
        for (int i = 0; i < 80; i++) {
            answers.add(rig.calls("127.0.0.4").get("/leaving/many/" + i));
        }
        var refused = answers.stream()
                .filter(answer -> answer.startsWith("HTTP/1.1 429"))
                .toList();

        assertThat(answers.subList(0, 40)).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(refused).isNotEmpty();
        assertThat(refused.getFirst())
                .contains("content-type: application/problem+json\r\n", "retry-after: 1\r\n", "\"rate_limited\"");
        long judged = IntStream.range(0, 80)
                .filter(i -> rig.judge().asked("/leaving/many/" + i))
                .count();
        assertThat(judged).isEqualTo(80 - refused.size());
        assertThat(isServed("127.0.0.5", "/leaving/other")).isTrue();
    }

    @Test
    void callersLimit_isThatOfTheLimitsFile_whereverItComesFrom() throws IOException {
        var answers = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            answers.add(rig.calls("127.5.0." + (i + 1)).get("/fine/limited-here/" + i));
        }

        assertThat(answers.stream()
                        .filter(answer -> answer.startsWith("HTTP/1.1 200"))
                        .count())
                .isBetween(5L, 10L);
        assertThat(answers.getLast()).startsWith("HTTP/1.1 429").contains("retry-after: 1\r\n");
    }

    @Test
    void address_isWhatAProxyOfOursSays_andNotWhatOthersSay() throws IOException {
        assertThat(addressSeen("127.3.0.1", "/leaving/through-proxy")).isEqualTo("192.0.2.7");
        assertThat(addressSeen("127.0.0.6", "/leaving/forged")).isEqualTo("127.0.0.6");
    }

    private static String addressSeen(String source, String path) throws IOException {
        assertThat(
                        rig.calls(source)
                                .say(
                                        "GET " + path
                                                + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx-forwarded-for: 198.51.100.1, 192.0.2.7\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        await().until(() -> !rig.judge().requests(path).isEmpty());
        return rig.judge()
                .requests(path)
                .getFirst()
                .getCommonProperties()
                .getDownstreamRemoteAddress()
                .getSocketAddress()
                .getAddress();
    }

    @Test
    void nodesHeaders_passAsTheListSays_andNoOther() throws IOException {
        var answer = rig.calls("127.0.0.10").get("/leaving/every-header");
        var headers = headers(answer);

        assertThat(headers.keySet())
                .containsExactlyInAnyOrder(
                        "content-type",
                        "cache-control",
                        "etag",
                        "retry-after",
                        "content-length",
                        "date",
                        "server",
                        "connection",
                        "x-envoy-upstream-service-time",
                        "content-security-policy",
                        "x-content-type-options",
                        "x-weir-node",
                        "x-request-id");
        assertThat(headers)
                .containsEntry("x-weir-node", "leaving-1")
                .containsEntry("retry-after", "7")
                .containsEntry("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
    }

    private static Map<String, String> headers(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .collect(toMap(parts -> parts[0], parts -> parts[1]));
    }

    @Test
    void bodyThatDrips_isEndedAfterThirtySeconds() throws IOException {
        var since = Instant.now();
        try (var socket = rig.calls("127.0.0.11").silent();
                var drips = Executors.newSingleThreadScheduledExecutor()) {
            var out = socket.getOutputStream();
            out.write("POST /leaving/drips/timed-out HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\n"
                    .getBytes(ISO_8859_1));
            var dripping = drips.scheduleAtFixedRate(
                    () -> {
                        try {
                            out.write('x');
                        } catch (IOException ended) {
                            throw new IllegalStateException("Envoy ended it", ended);
                        }
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            var first = new byte[12];
            new DataInputStream(socket.getInputStream()).readFully(first);
            dripping.cancel(true);
            assertThat(new String(first, ISO_8859_1)).isEqualTo("HTTP/1.1 408");
        }
        assertThat(Duration.between(since, Instant.now())).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(36));
    }

    @Test
    void http2_offers128Streams_andWindowsOfABodyThatMayBeRead() throws IOException {
        try (var socket = rig.calls("127.0.0.12").silent()) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(ISO_8859_1));

            assertThat(settings(new DataInputStream(socket.getInputStream())))
                    .containsEntry(3, 128L)
                    .containsEntry(4, 524_288L);
        }
    }

    /** The first frame that comes has to be SETTINGS (RFC 9113, 3.4): pairs of 16 bits and 32. */
    private static Map<Integer, Long> settings(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        assertThat(in.readUnsignedByte()).isEqualTo(4);
        in.skipNBytes(5);
        var settings = new TreeMap<Integer, Long>();
        for (int i = 0; i < length / 6; i++) {
            settings.put(in.readUnsignedShort(), in.readInt() & 0xffffffffL);
        }
        return settings;
    }
}
