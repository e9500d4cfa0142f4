package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogReplayTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000;

    @Test
    void calls_comeAtTheSecondsOfTheLog() throws IOException {
        var calls = calls(replay(line(0, "/a") + line(1, "/b") + line(7, "/c"), 1));

        assertThat(calls).extracting(call -> call.request().path()).containsExactly("/a", "/b", "/c");
        assertThat(calls).extracting(call -> call.atNanos() / SECOND).containsExactly(0L, 1L, 7L);
    }

    @Test
    void speed_shortensTheLog() throws IOException {
        var calls = calls(replay(line(0, "/a") + line(100, "/b"), 50));

        assertThat(calls.getLast().atNanos()).isBetween(2 * SECOND, 2 * SECOND + SECOND / 50);
    }

    @Test
    void callsOfOneSecond_areSpreadOverIt() throws IOException {
        var calls = calls(replay(line(0, "/a").repeat(1_000), 1));

        assertThat(calls).hasSize(1_000).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        long firstHalf =
                calls.stream().filter(call -> call.atNanos() < SECOND / 2).count();
        assertThat(firstHalf).isBetween(430L, 570L);
        assertThat(calls).extracting(PlannedCall::atNanos).doesNotHaveDuplicates();
    }

    @Test
    void linesOutOfOrder_areSorted() throws IOException {
        var calls = calls(replay(line(2, "/c") + line(0, "/a") + line(1, "/b"), 1));

        assertThat(calls).extracting(call -> call.request().path()).containsExactly("/a", "/b", "/c");
    }

    @Test
    void lineFarTooLate_isCalledAtOnce_notInThePast() throws IOException {
        var log = new StringBuilder(line(10, "/a"));
        for (int i = 0; i < 5_000; i++) {
            log.append(line(20 + i, "/b"));
        }
        var calls = calls(replay(log.append(line(0, "/late")).toString(), 1));

        assertThat(calls).hasSize(5_002).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
    }

    @Test
    void linesThatCannotBeReplayed_areCounted() throws IOException {
        var replay = replay(
                line(0, "/a") + "rubbish\n\n" + line(0, "/b").replace("GET", "POST")
                        + line(0, "/c").replace("GET", "HEAD") + "x".repeat(100_000),
                1);

        assertThat(calls(replay)).extracting(call -> call.request().method()).containsExactlyInAnyOrder("GET", "HEAD");
        assertThat(replay.badLines()).isEqualTo(3);
        assertThat(replay.skippedLines()).isEqualTo(1);
    }

    @Test
    void linesOfWindows_areRead() throws IOException {
        assertThat(calls(replay(line(0, "/a").replace("\n", "\r\n"), 1))).hasSize(1);
    }

    @Test
    void emptyLog_hasNoCalls() throws IOException {
        assertThat(replay("", 1).next()).isEmpty();
    }

    @Test
    void mappedPath_asksTheSameEachTime() throws IOException {
        var replay = new LogReplay(
                new StringReader(line(0, "/a") + line(1, "/b") + line(2, "/a")),
                1,
                20,
                Optional.of(ApiMix.QUOTES),
                new SplittableRandom(1));
        var calls = calls(replay);

        assertThat(calls).allMatch(call -> call.request().path().startsWith("/quotes/"));
        assertThat(calls.get(2).request()).isEqualTo(calls.get(0).request());
    }

    @Test
    void sameSeed_replaysTheSame() throws IOException {
        var log = line(0, "/a").repeat(50);

        assertThat(calls(replay(log, 1))).isEqualTo(calls(replay(log, 1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 1e7})
    void speedThatIsNone_isRefused(double speed) {
        assertThatThrownBy(() -> replay("", speed)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LogReplay replay(String log, double speed) {
        return new LogReplay(new StringReader(log), speed, 20, Optional.empty(), new SplittableRandom(1));
    }

    private static String line(long second, String path) {
        return "192.0.2.7 - - [" + TIME.format(START.plusSeconds(second)) + "] \"GET " + path
                + " HTTP/1.1\" 200 1 \"-\" \"-\"\n";
    }

    private static List<PlannedCall> calls(LogReplay replay) throws IOException {
        var calls = new ArrayList<PlannedCall>();
        for (var next = replay.next(); next.isPresent(); next = replay.next()) {
            calls.add(next.get());
        }
        return calls;
    }
}
