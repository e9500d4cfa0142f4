package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.TextFormat;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.adapter.envoy.LogEntries;
import dev.weir.model.AttemptOutcome;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage.HTTPAccessLogEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ends a call in every way there is, on a stock Envoy with what we ship, and compares what it logs with what was recorded: what the recorded entries
 * mean is the specification in {@code access-log}. With {@code -Dgolden.write=true} it records anew: see CONTRIBUTING.md.
 */
final class EndingsTest {
    private static final int PORTS = 23_400;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path RECORDED =
            ROOT.resolve("access-log/src/test/resources/dev/weir/accesslog/adapter/envoy/recorded");
    private static final Duration LONGEST = Duration.ofSeconds(25);

    @TempDir
    private static Path folder;

    private static EndingsRig rig;
    private static Map<String, Callable<String>> ways;

    @BeforeAll
    static void endAllCalls() throws Exception {
        rig = new EndingsRig(
                PORTS,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                ROOT.resolve("envoy-config/bootstrap.yaml"),
                folder);
        ways = ways(rig.calls(), rig.judge());
        var started = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> answers("/leaving/ready") && answers("/fine/ready"));
            ways.values().forEach(way -> started.add(threads.submit(way)));
            for (var way : started) {
                way.get();
            }
        }
        await().atMost(LONGEST)
                .until(() -> ways.keySet().stream()
                        .noneMatch(path -> rig.judge().requests(path).isEmpty()));
    }

    @AfterAll
    static void close() throws IOException {
        rig.close();
    }

    private static boolean answers(String path) throws IOException {
        return rig.calls().get(path).startsWith("HTTP/1.1 200");
    }

    /** By path; each ends as the path's last part says. */
    private static Map<String, Callable<String>> ways(Calls calls, ScriptedJudge judge) {
        var ways = new LinkedHashMap<String, Callable<String>>();
        for (var name : List.of(
                "answered",
                "answered-404",
                "answered-500",
                "answered-503-twice",
                "answered-503-always",
                "tried-again",
                "denied",
                "denied-for-now",
                "judge-hangs",
                "judge-fails",
                "limited")) {
            ways.put("/fine/get/" + name, () -> calls.get("/fine/get/" + name));
        }
        for (var name : List.of(
                "reset-by-node",
                "closed-by-node",
                "cut-by-node",
                "stalled-by-node",
                "no-http-from-node",
                "huge-headers-from-node",
                "timed-out")) {
            ways.put("/fine/post/" + name, () -> calls.post("/fine/post/" + name, "{}"));
        }
        for (var name :
                List.of("overtaken", "late-and-first", "late-and-lost", "late-and-cut", "hedged-and-timed-out")) {
            ways.put("/hedged/get/" + name, () -> calls.get("/hedged/get/" + name));
        }
        ways.put("/shut/no-node", () -> calls.get("/shut/no-node"));
        ways.put("/leaving/unreachable", () -> {
            rig.leaving().close();
            return calls.get("/leaving/unreachable");
        });
        ways.put("/none/no-api", () -> calls.get("/none/no-api"));
        var judged = "/fine/get/left-while-judged";
        ways.put(
                judged, () -> calls.leave("GET " + judged + " HTTP/1.1\r\nhost: h\r\n\r\n", () -> judge.asked(judged)));
        var waiting = "/fine/get/left-while-waiting";
        ways.put(
                waiting,
                () -> calls.leave("GET " + waiting + " HTTP/1.1\r\nhost: h\r\n\r\n", () -> rig.reached(waiting)));
        ways.put(
                "/fine/get/left-in-answer",
                () -> calls.leaveInAnswer("GET /fine/get/left-in-answer HTTP/1.1\r\nhost: h\r\n\r\n"));
        ways.put(
                "/fine/post/left-while-sending",
                () -> calls.leave(
                        "POST /fine/post/left-while-sending HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\nhalf",
                        () -> rig.reached("/fine/post/left-while-sending")));
        ways.put(
                "/fine/post/no-http-from-caller",
                () -> calls.say("POST /fine/post/no-http-from-caller HTTP/1.1\r\nhost: h\r\n"
                        + "transfer-encoding: chunked\r\n\r\nthis is no chunk\r\n"));
        return ways;
    }

    static List<String> paths() {
        return List.copyOf(ways.keySet());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void entries_sayWhatTheRecordedOnesSay(String path) {
        var requests = HTTPAccessLogEntries.newBuilder()
                .addAllLogEntry(rig.judge().requests(path))
                .build();
        var attempts = HTTPAccessLogEntries.newBuilder()
                .addAllLogEntry(rig.judge().attempts(path))
                .build();
        if (Boolean.getBoolean("golden.write")) {
            write(path, "request", requests);
            write(path, "attempts", attempts);
        }

        assertThat(requestEndings(requests)).isEqualTo(requestEndings(read(path, "request")));
        assertThat(outcomes(attempts)).isEqualTo(outcomes(read(path, "attempts")));
    }

    @Test
    void everyEntry_namesItsRequest_asTheCheckDid() {
        for (var path : ways.keySet()) {
            if (rig.judge().asked(path)) {
                assertThat(rig.judge().requests(path))
                        .extracting(entry -> entry.getRequest().getRequestId())
                        .as(path)
                        .containsOnly(rig.judge().requestId(path));
                assertThat(rig.judge().attempts(path))
                        .extracting(entry -> entry.getRequest().getRequestId())
                        .as(path)
                        .allMatch(rig.judge().requestId(path)::equals);
            }
        }
    }

    private static List<Ending> requestEndings(HTTPAccessLogEntries entries) {
        return entries.getLogEntryList().stream()
                .map(entry -> LogEntries.request(entry).ending())
                .toList();
    }

    /** Where a node may be met twice or the order is Envoy's to choose, the outcomes count and not the nodes. */
    private static List<AttemptOutcome> outcomes(HTTPAccessLogEntries entries) {
        return entries.getLogEntryList().stream()
                .map(entry -> LogEntries.attempt(entry).orElseThrow().outcome())
                .toList();
    }

    private static Path file(String path, String log) {
        return RECORDED.resolve(path.substring(path.lastIndexOf('/') + 1) + "." + log + ".txtpb");
    }

    private static HTTPAccessLogEntries read(String path, String log) {
        try {
            return TextFormat.parse(Files.readString(file(path, log)), HTTPAccessLogEntries.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String path, String log, HTTPAccessLogEntries entries) {
        try {
            Files.createDirectories(RECORDED);
            Files.writeString(file(path, log), TextFormat.printer().printToString(entries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
