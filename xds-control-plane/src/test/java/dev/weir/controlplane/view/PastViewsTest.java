package dev.weir.controlplane.view;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ApiName;
import dev.weir.model.PoolName;
import dev.weir.scoring.Reported;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PastViewsTest {
    private final PastViews past = new PastViews();

    @Test
    void at_isWhatStoodThen() {
        past.add(view(START, 100, 1));
        past.add(view(START.plusMillis(500), 200, 1));

        assertThat(weightAt(START)).isEqualTo(100);
        assertThat(weightAt(START.plusMillis(499))).isEqualTo(100);
        assertThat(weightAt(START.plusMillis(500))).isEqualTo(200);
        assertThat(weightAt(START.plusSeconds(3_600))).isEqualTo(200);
    }

    @Test
    void beforeTheFirst_isNothing() {
        assertThat(past.since()).isEmpty();

        past.add(view(START, 100, 1));

        assertThat(past.at(START.minusNanos(1))).isEmpty();
        assertThat(past.since()).contains(START);
    }

    @Test
    void sameWeights_areKeptEachTenSeconds() {
        for (int tick = 0; tick <= 100; tick++) {
            past.add(view(START.plusMillis(250 * tick), 100, 1));
        }

        assertThat(past.at(START.plusMillis(9_999)).orElseThrow().at()).isEqualTo(START);
        assertThat(past.at(START.plusMillis(25_000)).orElseThrow().at()).isEqualTo(START.plusSeconds(20));
    }

    @Test
    void manyNodes_areRememberedForLessLong() {
        for (int change = 0; change < 100; change++) {
            past.add(view(START.plusSeconds(change), change, 999));
        }

        assertThat(past.since()).contains(START.plusSeconds(80));
    }

    @Test
    void moreNodesThanCanBeKept_areStillKnownNow() {
        past.add(view(START, 1, 30_000));
        past.add(view(START.plusSeconds(1), 2, 30_000));

        assertThat(past.since()).contains(START.plusSeconds(1));
    }

    private int weightAt(Instant time) {
        return past.at(time).orElseThrow().apis().getFirst().nodes().getFirst().weight();
    }

    static GatewayView view(Instant at, int weight, int nodes) {
        var node = new GatewayView.NodeView(
                AMBER,
                new PoolName("edge"),
                "eu-west",
                "127.0.0.1:9101",
                "0.0001",
                true,
                false,
                Optional.empty(),
                weight,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Reported.NOTHING,
                Optional.of(START),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var api = new GatewayView.ApiView(
                new ApiName("quotes"),
                "/quotes",
                "weights",
                "ewma",
                0,
                0,
                0,
                0,
                List.of(),
                Collections.nCopies(nodes, node));
        return new GatewayView(
                at,
                START,
                List.of(api),
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
