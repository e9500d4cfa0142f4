package dev.weir.judge.pick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a call is late. */
final class HedgesTest {
    private static final Duration TRY = Duration.ofMillis(3_500);

    private final Hedges hedges = new Hedges();

    @TempDir
    private Path folder;

    private WeirConfig config;

    @BeforeEach
    void read() throws IOException {
        config = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), """
                apis:
                - {name: own, match: {prefix: /own}, pools: [servers], access: public, hedge: true}
                - {name: other, match: {prefix: /other}, pools: [servers], access: public, hedge: true}
                pools: [{name: servers, endpoints: [{url: "http://127.0.0.1:1"}]}]
                chain: memory
                """));
    }

    @Test
    void nothingIsKnown_soThatACallHasAsLongAsATry() {
        assertThat(after("own", "GET")).isEqualTo(TRY);

        end(19, "own", Optional.of("GET"), Duration.ofMillis(10), new Ending.Answered(200));
        assertThat(after("own", "GET")).isEqualTo(TRY);

        end(1, "own", Optional.of("GET"), Duration.ofMillis(10), new Ending.Answered(404));
        assertThat(after("own", "GET")).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void kinds_andApis_areKnownByThemselves() {
        end(20, "own", Optional.of("eth_call 7"), Duration.ofMillis(10), new Ending.Answered(200));
        end(20, "own", Optional.of("eth_getLogs 7"), Duration.ofSeconds(2), new Ending.Answered(200));

        assertThat(after("own", "eth_call 7")).isEqualTo(Duration.ofMillis(10));
        assertThat(after("own", "eth_getLogs 7")).isEqualTo(Duration.ofSeconds(2));
        assertThat(after("own", "eth_chainId 6")).isEqualTo(TRY);
        assertThat(after("other", "eth_call 7")).isEqualTo(TRY);
    }

    @Test
    void failures_callsThatAreNotHedged_andThoseOfNobody_teachNothing() {
        end(30, "own", Optional.of("GET"), Duration.ofMillis(1), new Ending.Answered(503));
        end(30, "own", Optional.of("GET"), Duration.ofMillis(1), new Ending.LeftByCaller());
        end(30, "own", Optional.of("GET"), Duration.ofSeconds(15), new Ending.TimedOut());
        end(30, "own", Optional.empty(), Duration.ofMillis(1), new Ending.Answered(200));
        end(30, "own", Optional.of("GET"), Duration.ofMinutes(9), new Ending.Answered(101));
        end(30, "own", Optional.of("GET"), Duration.ZERO, new Ending.Answered(200));

        assertThat(after("own", "GET")).isEqualTo(TRY);
    }

    @Test
    void callsThatTakeLonger_thanATryMay_areLateWhenATryIs_andFastOnesAfterAMillisecond() {
        end(20, "own", Optional.of("slow"), Duration.ofSeconds(9), new Ending.Answered(200));
        end(20, "own", Optional.of("fast"), Duration.ofNanos(90_000), new Ending.Answered(200));

        assertThat(after("own", "slow")).isEqualTo(TRY);
        assertThat(after("own", "fast")).isEqualTo(Duration.ofMillis(1));
    }

    /** All at once three times as slow: some twenty calls are sent twice, and then no more. */
    @Test
    void stormOfHedges_endsByItself() {
        end(2_000, "own", Optional.of("GET"), Duration.ofMillis(20), new Ending.Answered(200));

        int twice = 0;
        for (int i = 0; i < 200; i++) {
            twice += after("own", "GET").compareTo(Duration.ofMillis(60)) < 0 ? 1 : 0;
            end(1, "own", Optional.of("GET"), Duration.ofMillis(60), new Ending.Answered(200));
        }

        assertThat(twice).isBetween(10, 40);
    }

    private Duration after(String api, String kind) {
        return hedges.after(
                config.apis().stream()
                        .filter(each -> each.name().value().equals(api))
                        .findFirst()
                        .orElseThrow(),
                kind);
    }

    private void end(int times, String api, Optional<String> kind, Duration took, Ending ending) {
        for (int i = 0; i < times; i++) {
            hedges.ended(new RequestEnded(
                    Optional.empty(),
                    Instant.EPOCH,
                    took,
                    Optional.of(new RequestEnded.Judged(api, "", "open", "allow", 0, "", kind)),
                    "127.0.0.1",
                    "GET",
                    "/own",
                    ending,
                    200));
        }
    }
}
