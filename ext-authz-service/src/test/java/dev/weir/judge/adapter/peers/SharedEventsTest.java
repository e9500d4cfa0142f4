package dev.weir.judge.adapter.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.judge.adapter.peers.v2.SharedGrants.Event;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.GrantEvent.Completed;
import dev.weir.judge.pick.port.GrantEvent.Granted;
import dev.weir.judge.pick.port.GrantEvent.Released;
import dev.weir.model.ApiName;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SharedEventsTest {
    private static final ApiName QUOTES = new ApiName("quotes");
    private static final NodeId AMBER = new NodeId("amber");
    private static final NodeId BIRCH = new NodeId("birch");
    private static final RequestId FEED = new RequestId("feed");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.000250Z");
    private static final List<GrantEvent> EVENTS = List.of(
            new Granted(QUOTES, FEED, AMBER, "GET /quotes 0"),
            new Completed(QUOTES, FEED, BIRCH, Duration.ofMillis(4), AttemptOutcome.FAILED),
            new Released(new RequestId("beef")));

    /** A batch of {@link #EVENTS} as version 2 was first written. */
    private static final String VERSION_2 =
            "09070000000000000010faa19e99c7a098031a260a0671756f7465731204666565641a160a05616d"
                    + "626572120d474554202f71756f74657320301a1c0a0671756f746573120466656564220c0a056269"
                    + "72636810a01f18021a081204626565662a00";

    @Test
    void events_arriveAsTheyWereSent() {
        var batch = SharedEvents.batch(7, told(EVENTS));

        assertThat(batch.getSender()).isEqualTo(7);
        assertThat(Instant.EPOCH.plusNanos(1_000 * batch.getFirstAtMicros())).isEqualTo(NOON);
        assertThat(batch.getEventsList().stream().map(SharedEvents::event)).isEqualTo(EVENTS);
    }

    @Test
    void bytesOfVersion2_areStillWritten_andStillRead() throws InvalidProtocolBufferException {
        assertThat(HexFormat.of().formatHex(SharedEvents.batch(7, told(EVENTS)).toByteArray()))
                .isEqualTo(VERSION_2);
        var read = SharedGrants.parseFrom(HexFormat.of().parseHex(VERSION_2));
        assertThat(read.getEventsList().stream().map(SharedEvents::event)).isEqualTo(EVENTS);
    }

    @Test
    void longKind_isCut_andCanBeRead() {
        var batch = SharedEvents.batch(7, told(List.of(new Granted(QUOTES, FEED, AMBER, "k".repeat(200)))));

        assertThat(SharedEvents.event(batch.getEvents(0))).isEqualTo(new Granted(QUOTES, FEED, AMBER, "k".repeat(128)));
    }

    @Test
    void fullBatch_isBelowWhatTheServerReadsAtOnce() {
        var longest = new Granted(
                new ApiName("a".repeat(63)),
                new RequestId("f".repeat(64)),
                new NodeId("n".repeat(63)),
                "\uFFFD".repeat(128));

        var batch = SharedEvents.batch(7, told(Collections.nCopies(SharedEvents.MOST, longest)));

        assertThat(batch.getSerializedSize()).isLessThan(262_144);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoEvent_isRefused(Event event) {
        assertThatThrownBy(() -> SharedEvents.event(event)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<Event> whatIsNoEvent_isRefused() {
        return List.of(
                Event.getDefaultInstance(),
                event().build(),
                event().setApi("Not A Name")
                        .setGranted(SharedGrants.Granted.newBuilder().setNode("amber"))
                        .build(),
                event().setRequest("f".repeat(65))
                        .setReleased(SharedGrants.Released.getDefaultInstance())
                        .build(),
                event().clearRequest()
                        .setReleased(SharedGrants.Released.getDefaultInstance())
                        .build(),
                event().setGranted(SharedGrants.Granted.newBuilder()).build(),
                event().setGranted(SharedGrants.Granted.newBuilder().setNode("127.0.0.1:9101"))
                        .build(),
                event().setGranted(SharedGrants.Granted.newBuilder()
                                .setNode("amber")
                                .setKind("k".repeat(129)))
                        .build(),
                completed("", 4_000, SharedGrants.Outcome.ANSWERED),
                completed("amber", -1, SharedGrants.Outcome.ANSWERED),
                completed("amber", Long.MAX_VALUE, SharedGrants.Outcome.ANSWERED),
                completed("amber", 3_600_000_001L, SharedGrants.Outcome.ANSWERED),
                completed("amber", 4_000, SharedGrants.Outcome.OUTCOME_UNSET));
    }

    private static Event completed(String node, long micros, SharedGrants.Outcome outcome) {
        return event().setCompleted(SharedGrants.Completed.newBuilder()
                        .setNode(node)
                        .setLatencyMicros(micros)
                        .setOutcome(outcome))
                .build();
    }

    private static Event.Builder event() {
        return Event.newBuilder().setApi("quotes").setRequest("feed");
    }

    private static List<Told> told(List<? extends GrantEvent> events) {
        return events.stream().map(event -> new Told(event, NOON)).toList();
    }
}
