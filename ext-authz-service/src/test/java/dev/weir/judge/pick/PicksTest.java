package dev.weir.judge.pick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.GrantEvent.Completed;
import dev.weir.judge.pick.port.GrantEvent.Granted;
import dev.weir.judge.pick.port.GrantEvent.Released;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private final List<GrantEvent> told = new ArrayList<>();
    private final Picks picks = new Picks(
            WeirConfig.read(Path.of("../weir.yaml")), directory, 0, told::add, clock, new SplittableRandom(1));

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

    @Test
    void grant_andItsCompletion_areToldToTheOtherJudges() {
        know(true, false);

        var grant = picks.pick(FAST, "GET /fast 0").orElseThrow();
        picks.completed(FAST, grant.id(), BIRCH, Duration.ofMillis(4), true);

        assertThat(told)
                .containsExactly(
                        new Granted(FAST, grant.id(), AMBER, "GET /fast 0"),
                        new Completed(FAST, grant.id(), BIRCH, Duration.ofMillis(4), true));
    }

    @Test
    void release_isToldOnlyWhereItEndedTheGrant() {
        know(true, false);
        var unused = picks.pick(FAST, "").orElseThrow();
        var used = picks.pick(FAST, "").orElseThrow();
        picks.completed(FAST, used.id(), AMBER, Duration.ofMillis(4), false);
        told.clear();

        picks.released(FAST, used.id());
        picks.released(FAST, unused.id());

        assertThat(told).containsExactly(new Released(FAST, unused.id()));
    }

    @Test
    void whatIsNotPicked_isNotTold() {
        picks.pick(FAST, "");
        picks.pick(WEIGHED, "");
        picks.completed(WEIGHED, "grant", AMBER, Duration.ofMillis(4), false);
        picks.released(WEIGHED, "grant");

        assertThat(told).isEmpty();
    }

    @Test
    void grantOfAnotherJudge_countsHere_untilItsEndIsHeard() {
        know(true, true);
        picks.heard(new Completed(FAST, "earlier", AMBER, Duration.ofMillis(4), false));
        picks.heard(new Completed(FAST, "earlier", BIRCH, Duration.ofMillis(5), false));

        picks.heard(new Granted(FAST, "theirs", AMBER, ""));
        assertThat(picks.inFlight()).isEqualTo(1);
        var first = picks.pick(FAST, "").orElseThrow();
        assertThat(first.addresses().getFirst()).isEqualTo(BIRCH);

        picks.released(FAST, first.id());
        picks.heard(new Released(FAST, "theirs"));
        assertThat(picks.inFlight()).isZero();
        assertThat(picks.pick(FAST, "").orElseThrow().addresses().getFirst()).isEqualTo(AMBER);
    }

    @Test
    void failureThatAnotherJudgeHeardOf_keepsTheNodeOutHereToo() {
        know(true, true);

        picks.heard(new Completed(FAST, "theirs", AMBER, Duration.ZERO, true));

        assertThat(picks.pick(FAST, "").orElseThrow().addresses()).containsExactly(BIRCH);
    }

    @Test
    void whatIsHeard_isNotToldOn() {
        picks.heard(new Granted(FAST, "theirs", AMBER, ""));
        picks.heard(new Completed(FAST, "theirs", AMBER, Duration.ofMillis(4), false));
        picks.heard(new Released(FAST, "theirs"));

        assertThat(told).isEmpty();
    }

    @Test
    void eventOfAnApiThatIsNotPicked_isNotTaken() {
        assertThat(picks.heard(new Granted(WEIGHED, "theirs", AMBER, ""))).isFalse();
        assertThat(picks.heard(new Released(new ApiName("unknown"), "theirs"))).isFalse();
        assertThat(picks.heard(new Granted(FAST, "theirs", AMBER, ""))).isTrue();

        assertThat(picks.inFlight()).isEqualTo(1);
    }

    @Test
    void look_isOfSoManyEndpoints() {
        know(true, true);
        var hasty = new Picks(
                WeirConfig.read(Path.of("../weir.yaml")), directory, 1, told::add, clock, new SplittableRandom(1));

        assertThat(hasty.pick(FAST, "").orElseThrow().addresses()).hasSize(1);
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
