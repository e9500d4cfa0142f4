package dev.weir.judge.pick;

import static dev.weir.model.AttemptOutcome.ANSWERED;
import static dev.weir.model.AttemptOutcome.FAILED;
import static dev.weir.model.AttemptOutcome.UNREACHABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.judge.SettableClock;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.GrantEvent.Completed;
import dev.weir.judge.pick.port.GrantEvent.Granted;
import dev.weir.judge.pick.port.GrantEvent.Released;
import dev.weir.model.ApiName;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** With the gateway's own weir.yaml, in which fast-quotes alone is picked. */
final class PicksTest {
    private static final ApiName FAST = new ApiName("fast-quotes");
    private static final ApiName WEIGHED = new ApiName("quotes");
    private static final NodeId NODE_AMBER = new NodeId("amber");
    private static final NodeId NODE_BIRCH = new NodeId("birch");
    private static final EndpointAddress AMBER = new EndpointAddress.Socket("127.0.0.1", 9101);
    private static final EndpointAddress BIRCH = new EndpointAddress.Socket("127.0.0.1", 9103);
    private static final RequestId THEIRS = new RequestId("theirs");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final EndpointDirectory directory = new EndpointDirectory();
    private final List<GrantEvent> told = new ArrayList<>();
    private int requests;
    private final Picks picks = new Picks(
            WeirConfig.read(Path.of("../weir.yaml")), directory, 0, told::add, clock, new SplittableRandom(1));

    @Test
    void pick_withoutKnownEndpoints_isLeftToTheWeights() {
        assertThat(picks.pick(FAST, fresh(), "")).isEmpty();
    }

    @Test
    void pick_ofAWeighedOrUnknownApi_isLeftToTheWeights() {
        know(true, true);

        assertThat(picks.pick(WEIGHED, fresh(), "")).isEmpty();
        assertThat(picks.pick(new ApiName("unknown"), fresh(), "")).isEmpty();
    }

    @Test
    void pick_namesTheEndpointsOfThatApi() {
        know(true, true);

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).containsExactlyInAnyOrder(AMBER, BIRCH);
    }

    @Test
    void configurationThatChanges_leavesWhatIsInFlightAtAnApiThatStays() throws IOException {
        know(true, true);
        var first = picks.pick(FAST, fresh(), "").orElseThrow();
        var other = Files.readString(Path.of("../weir.yaml")).replace("name: quotes", "name: prices");

        picks.follow(YamlReader.read("weir.yaml", other.getBytes(UTF_8), WeirConfig.class));

        assertThat(picks.inFlight()).isEqualTo(1);
        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses().getFirst())
                .isNotEqualTo(first.addresses().getFirst());
    }

    @Test
    void apiThatIsWeighedNow_isPickedNoMore() throws IOException {
        know(true, true);
        var other = Files.readString(Path.of("../weir.yaml")).replace("actuator: pick", "actuator: weights");
        picks.follow(YamlReader.read("weir.yaml", other.getBytes(UTF_8), WeirConfig.class));

        assertThat(picks.pick(FAST, fresh(), "")).isEmpty();
    }

    @Test
    void pick_whileOneIsBusy_prefersTheOther() {
        know(true, true);
        var first = picks.pick(FAST, fresh(), "").orElseThrow();
        var second = picks.pick(FAST, fresh(), "").orElseThrow();

        assertThat(second.addresses().getFirst()).isNotEqualTo(first.addresses().getFirst());
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void pick_leavesOutWhatIsUnhealthy() {
        know(true, false);

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).containsExactly(AMBER);
        know(false, false);
        assertThat(picks.pick(FAST, fresh(), "")).isEmpty();
    }

    @Test
    void completion_teachesWhoIsFast() {
        know(true, true);
        picks.attemptEnded(ended(FAST, "unknown", NODE_AMBER, Duration.ofMillis(40), ANSWERED));
        picks.attemptEnded(ended(FAST, "unknown", NODE_BIRCH, Duration.ofMillis(4), ANSWERED));

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).containsExactly(BIRCH, AMBER);
    }

    @Test
    void unreachableNode_isOutForASecond() {
        know(true, true);
        picks.requestEnded(ended(picks.pick(FAST, fresh(), "").orElseThrow().id()));
        picks.attemptEnded(ended(FAST, "unknown", NODE_AMBER, Duration.ZERO, UNREACHABLE));
        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).containsExactly(BIRCH);

        clock.forward(Duration.ofSeconds(1));

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).contains(AMBER);
    }

    @Test
    void release_freesTheClaim() {
        know(true, false);
        var grant = picks.pick(FAST, fresh(), "").orElseThrow();
        know(true, true);

        picks.requestEnded(ended(grant.id()));
        picks.attemptEnded(ended(FAST, "unknown", NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        picks.attemptEnded(ended(FAST, "unknown", NODE_BIRCH, Duration.ofMillis(5), ANSWERED));

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses().getFirst())
                .isEqualTo(AMBER);
    }

    @Test
    void reports_ofAnApiThatIsNotPicked_areIgnored() {
        picks.attemptEnded(ended(WEIGHED, "unknown", NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        picks.requestEnded(ended("grant"));

        assertThat(picks.pick(WEIGHED, fresh(), "")).isEmpty();
    }

    @Test
    void grant_andItsCompletion_areToldToTheOtherJudges() {
        know(true, false);

        var grant = picks.pick(FAST, fresh(), "GET /fast 0").orElseThrow();
        picks.attemptEnded(ended(FAST, grant.id(), NODE_BIRCH, Duration.ofMillis(4), FAILED));

        assertThat(told)
                .containsExactly(
                        new Granted(FAST, new RequestId(grant.id()), NODE_AMBER, "GET /fast 0"),
                        new Completed(FAST, new RequestId(grant.id()), NODE_BIRCH, Duration.ofMillis(4), FAILED));
    }

    @Test
    void release_isToldOnlyWhereItEndedTheGrant() {
        know(true, false);
        var unused = picks.pick(FAST, fresh(), "").orElseThrow();
        var used = picks.pick(FAST, fresh(), "").orElseThrow();
        picks.attemptEnded(ended(FAST, used.id(), NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        told.clear();

        picks.requestEnded(ended(used.id()));
        picks.requestEnded(ended(unused.id()));

        assertThat(told).containsExactly(new Released(new RequestId(unused.id())));
    }

    @Test
    void requestThatNoAnswerReached_getsNoGrantAfterItsEnd_andTheOthersAreTold() {
        know(true, true);

        picks.requestEnded(ended("left", Optional.empty()));

        assertThat(told).containsExactly(new Released(new RequestId("left")));
        assertThat(picks.pick(FAST, new RequestId("left"), "")).isEmpty();
        assertThat(picks.inFlight()).isZero();
    }

    @Test
    void endThatAnotherJudgeHeardOf_refusesTheGrantHere() {
        know(true, true);

        picks.heard(new Released(THEIRS));

        assertThat(picks.pick(FAST, THEIRS, "")).isEmpty();
        assertThat(picks.inFlight()).isZero();
    }

    @Test
    void whatIsNotPicked_isNotTold() {
        picks.pick(FAST, fresh(), "");
        picks.pick(WEIGHED, fresh(), "");
        picks.attemptEnded(ended(WEIGHED, "unknown", NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        picks.requestEnded(ended("grant"));

        assertThat(told).isEmpty();
    }

    @Test
    void grantOfAnotherJudge_countsHere_untilItsEndIsHeard() {
        know(true, true);
        picks.heard(new Completed(FAST, THEIRS, NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        picks.heard(new Completed(FAST, THEIRS, NODE_BIRCH, Duration.ofMillis(5), ANSWERED));

        picks.heard(new Granted(FAST, THEIRS, NODE_AMBER, ""));
        assertThat(picks.inFlight()).isEqualTo(1);
        var first = picks.pick(FAST, fresh(), "").orElseThrow();
        assertThat(first.addresses().getFirst()).isEqualTo(BIRCH);

        picks.requestEnded(ended(first.id()));
        picks.heard(new Released(THEIRS));
        assertThat(picks.inFlight()).isZero();
        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses().getFirst())
                .isEqualTo(AMBER);
    }

    @Test
    void failureThatAnotherJudgeHeardOf_keepsTheNodeOutHereToo() {
        know(true, true);

        picks.requestEnded(ended(picks.pick(FAST, fresh(), "").orElseThrow().id()));
        picks.heard(new Completed(FAST, THEIRS, NODE_AMBER, Duration.ZERO, UNREACHABLE));

        assertThat(picks.pick(FAST, fresh(), "").orElseThrow().addresses()).containsExactly(BIRCH);
    }

    @Test
    void whatIsHeard_isNotToldOn() {
        picks.heard(new Granted(FAST, THEIRS, NODE_AMBER, ""));
        picks.heard(new Completed(FAST, THEIRS, NODE_AMBER, Duration.ofMillis(4), ANSWERED));
        picks.heard(new Released(THEIRS));

        assertThat(told).isEmpty();
    }

    @Test
    void eventOfAnApiThatIsNotPicked_isNotTaken() {
        assertThat(picks.heard(new Granted(WEIGHED, THEIRS, NODE_AMBER, ""))).isFalse();
        assertThat(picks.heard(new Granted(FAST, THEIRS, NODE_AMBER, ""))).isTrue();

        assertThat(picks.inFlight()).isEqualTo(1);
    }

    @Test
    void look_isOfSoManyEndpoints() {
        know(true, true);
        var hasty = new Picks(
                WeirConfig.read(Path.of("../weir.yaml")), directory, 1, told::add, clock, new SplittableRandom(1));

        assertThat(hasty.pick(FAST, fresh(), "").orElseThrow().addresses()).hasSize(1);
    }

    private RequestId fresh() {
        return new RequestId("request-" + ++requests);
    }

    private static AttemptEnded ended(
            ApiName api, String request, NodeId node, Duration latency, AttemptOutcome outcome) {
        var ending = switch (outcome) {
            case ANSWERED -> new Ending.Answered(200);
            case FAILED -> new Ending.TimedOut();
            case UNREACHABLE -> new Ending.Failed(Ending.Failure.UNREACHABLE);
            case OVERTAKEN -> new Ending.Overtaken();
            case NOTHING -> new Ending.LeftByCaller();
        };
        return new AttemptEnded(
                new RequestId(request),
                api,
                api + ".edge",
                node,
                Instant.EPOCH,
                latency,
                true,
                ending,
                Optional.empty());
    }

    /** One that the judge answered in time. */
    private static RequestEnded ended(String request) {
        return ended(request, Optional.of(new RequestEnded.Judged("fast-quotes", "", "open", "allow", 0, "")));
    }

    private static RequestEnded ended(String request, Optional<RequestEnded.Judged> judged) {
        return new RequestEnded(
                Optional.of(new RequestId(request)),
                Instant.EPOCH,
                Duration.ZERO,
                judged,
                "127.0.0.1",
                "GET",
                "/fast/quotes/BTC",
                new Ending.LeftByCaller(),
                0);
    }

    private void know(boolean amberUsable, boolean birchUsable) {
        directory.replace(Map.of(
                "fast-quotes.edge",
                List.of(
                        new PickCandidate(NODE_AMBER, AMBER, amberUsable),
                        new PickCandidate(NODE_BIRCH, BIRCH, birchUsable)),
                "quotes.edge",
                List.of(new PickCandidate(NODE_AMBER, AMBER, true))));
    }

    @Test
    void nodeThatLacksAMethod_isLeftOutForItAlone_forAWhile() {
        know(true, true);
        var call = fresh();
        picks.pick(FAST, call, wanted("eth_feeHistory"));
        picks.unsupported(FAST, call, NODE_AMBER);

        assertThat(firsts("eth_feeHistory")).containsOnly(BIRCH);
        assertThat(firsts("eth_call")).contains(AMBER);

        clock.forward(Unsupported.STANDS);
        assertThat(firsts("eth_feeHistory")).contains(AMBER);
    }

    @Test
    void whereAllLackAMethod_oneIsAskedAllTheSame() {
        know(true, true);
        var call = fresh();
        picks.pick(FAST, call, wanted("eth_feeHistory"));
        picks.unsupported(FAST, call, NODE_AMBER);
        picks.unsupported(FAST, call, NODE_BIRCH);

        assertThat(picks.pick(FAST, fresh(), wanted("eth_feeHistory"))).isPresent();
    }

    @Test
    void lackOfACallThatNobodyKnows_isNoLack() {
        know(true, true);
        picks.unsupported(FAST, fresh(), NODE_AMBER);

        assertThat(firsts("eth_feeHistory")).contains(AMBER);
    }

    /** Where calls of a method are sent first, none of which ends. */
    private List<EndpointAddress> firsts(String method) {
        var firsts = new ArrayList<EndpointAddress>();
        for (int i = 0; i < 10; i++) {
            firsts.add(picks.pick(FAST, fresh(), wanted(method))
                    .orElseThrow()
                    .addresses()
                    .getFirst());
        }
        return firsts;
    }

    private static Wanted wanted(String method) {
        return new Wanted("", Optional.empty(), Optional.of(method));
    }
}
