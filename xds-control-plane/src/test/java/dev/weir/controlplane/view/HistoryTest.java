package dev.weir.controlplane.view;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private final History history = new History();

    @Test
    void add_keepsOnePointASecond() {
        history.add(view(START));
        history.add(view(START.plusMillis(999)));
        history.add(view(START.plusMillis(1_000)));

        assertThat(times(Duration.ZERO)).containsExactly(START, START.plusMillis(1_000));
    }

    @Test
    void add_keeps900Points() {
        for (int second = 0; second < 1_000; second++) {
            history.add(view(START.plusSeconds(second)));
        }

        assertThat(times(Duration.ZERO)).hasSize(900).startsWith(START.plusSeconds(100));
    }

    @Test
    void manyNodes_areRememberedForLessLong() {
        for (int second = 0; second < 30; second++) {
            history.add(PastViewsTest.view(START.plusSeconds(second), 1, 100_000));
        }

        assertThat(times(Duration.ZERO))
                .containsExactly(
                        START.plusSeconds(26), START.plusSeconds(27), START.plusSeconds(28), START.plusSeconds(29));
    }

    @Test
    void since_leavesOutWhatIsNotYounger() {
        history.add(view(START));
        history.add(view(START.plusSeconds(1)));

        assertThat(history.since(START, Duration.ZERO))
                .extracting(History.Point::at)
                .containsExactly(START.plusSeconds(1));
    }

    @Test
    void since_everyFiveSeconds_thinsThePoints() {
        for (int second = 0; second < 12; second++) {
            history.add(view(START.plusSeconds(second)));
        }

        assertThat(times(Duration.ofSeconds(5))).containsExactly(START, START.plusSeconds(5), START.plusSeconds(10));
    }

    private List<Instant> times(Duration every) {
        return history.since(START.minusSeconds(1), every).stream()
                .map(History.Point::at)
                .toList();
    }

    private static GatewayView view(Instant at) {
        return new GatewayView(
                at,
                START,
                List.of(),
                Map.of(),
                new GatewayView.ArtifactView("model", Optional.empty(), "", START),
                new GatewayView.ArtifactView("policy network", Optional.empty(), "", START),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0);
    }
}
