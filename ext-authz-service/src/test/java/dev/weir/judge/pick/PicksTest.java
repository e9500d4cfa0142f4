package dev.weir.judge.pick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** With the gateway's own weir.yaml, in which fast-quotes alone is picked. */
final class PicksTest {
    private static final ApiName FAST = new ApiName("fast-quotes");
    private static final ApiName WEIGHED = new ApiName("quotes");
    private static final EndpointAddress AMBER = new EndpointAddress("127.0.0.1", 9101);
    private static final EndpointAddress BIRCH = new EndpointAddress("127.0.0.1", 9103);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final EndpointDirectory directory = new EndpointDirectory();
    private final Picks picks =
            new Picks(WeirConfig.read(Path.of("../weir.yaml")), directory, clock, new SplittableRandom(1));

    @Test
    void pick_withoutKnownEndpoints_isLeftToTheWeights() {
        assertThat(picks.pick(FAST, "")).isEmpty();
    }

    @Test
    void pick_ofAWeighedOrUnknownApi_isLeftToTheWeights() {
        know(true, true);

        assertThat(picks.pick(WEIGHED, "")).isEmpty();
        assertThat(picks.pick(new ApiName("unknown"), "")).isEmpty();
    }

    @Test
    void pick_namesTheEndpointsOfThatApi() {
        know(true, true);

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).containsExactlyInAnyOrder(AMBER, BIRCH);
    }

    @Test
    void pick_whileOneIsBusy_prefersTheOther() {
        know(true, true);
        var first = picks.pick(FAST, "").orElseThrow();
        var second = picks.pick(FAST, "").orElseThrow();

        assertThat(second.addresses().getFirst()).isNotEqualTo(first.addresses().getFirst());
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void pick_leavesOutWhatIsUnhealthy() {
        know(true, false);

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).containsExactly(AMBER);
        know(false, false);
        assertThat(picks.pick(FAST, "")).isEmpty();
    }

    @Test
    void completion_teachesWhoIsFast() {
        know(true, true);
        picks.completed(FAST, "unknown grant", AMBER, Duration.ofMillis(40), false);
        picks.completed(FAST, "unknown grant", BIRCH, Duration.ofMillis(4), false);

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).containsExactly(BIRCH, AMBER);
    }

    @Test
    void failedAttempt_keepsItsNodeOutForASecond() {
        know(true, true);
        picks.completed(FAST, "unknown grant", AMBER, Duration.ZERO, true);
        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).containsExactly(BIRCH);

        clock.forward(Duration.ofSeconds(1));

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).contains(AMBER);
    }

    @Test
    void release_freesTheClaim() {
        know(true, false);
        var grant = picks.pick(FAST, "").orElseThrow();
        know(true, true);

        picks.released(FAST, grant.id());
        picks.completed(FAST, "unknown grant", AMBER, Duration.ofMillis(4), false);
        picks.completed(FAST, "unknown grant", BIRCH, Duration.ofMillis(5), false);

        assertThat(picks.pick(FAST, "").orElseThrow().addresses().getFirst()).isEqualTo(AMBER);
    }

    @Test
    void reports_ofAnApiThatIsNotPicked_areIgnored() {
        picks.completed(WEIGHED, "grant", AMBER, Duration.ofMillis(4), false);
        picks.released(WEIGHED, "grant");

        assertThat(picks.pick(WEIGHED, "")).isEmpty();
    }

    private void know(boolean amberUsable, boolean birchUsable) {
        directory.replace(Map.of(
                "fast-quotes.edge",
                List.of(
                        new PickCandidate(new NodeId("amber"), AMBER, amberUsable),
                        new PickCandidate(new NodeId("birch"), BIRCH, birchUsable)),
                "quotes.edge",
                List.of(new PickCandidate(new NodeId("amber"), AMBER, true))));
    }
}
