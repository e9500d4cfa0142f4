package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MergedWorkloadTest {
    @Test
    void calls_comeInTheOrderOfTheirTimes() throws IOException {
        assertThat(times(new MergedWorkload(List.of(at(1, 4, 9), at(2, 3), at()), Duration.ofNanos(100))))
                .containsExactly(1L, 2L, 3L, 4L, 9L);
    }

    @Test
    void callsFromTheEndOn_areNotMade() throws IOException {
        assertThat(times(new MergedWorkload(List.of(at(1, 4, 5), at(2, 7)), Duration.ofNanos(5))))
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void nothing_hasNoCalls() throws IOException {
        assertThat(new MergedWorkload(List.of(), Duration.ofNanos(5)).next()).isEmpty();
    }

    private static Workload at(long... nanos) {
        var calls = Arrays.stream(nanos)
                .mapToObj(time -> new PlannedCall(time, PlannedCaller.of(Party.HONEST, 0), Request.get("/")))
                .iterator();
        return () -> calls.hasNext() ? Optional.of(calls.next()) : Optional.empty();
    }

    private static List<Long> times(Workload workload) throws IOException {
        var times = new ArrayList<Long>();
        for (var next = workload.next(); next.isPresent(); next = workload.next()) {
            times.add(next.get().atNanos());
        }
        return times;
    }
}
