package dev.weir.judge.adapter.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.adapter.peers.v1.SharedGrants;
import dev.weir.judge.adapter.peers.v1.SharedGrants.Event;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.GrantEvent.Completed;
import dev.weir.judge.pick.port.GrantEvent.Granted;
import dev.weir.judge.pick.port.GrantEvent.Released;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
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
    private static final EndpointAddress AMBER = new EndpointAddress("127.0.0.1", 9101);
    private static final EndpointAddress BIRCH = new EndpointAddress("::1", 9103);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.000250Z");
    private static final List<GrantEvent> EVENTS = List.of(
            new Granted(QUOTES, "feed", AMBER, "GET /quotes 0"),
            new Completed(QUOTES, "feed", BIRCH, Duration.ofMillis(4), true),
            new Released(QUOTES, "beef"));

    /** A batch of {@link #EVENTS} as version 1 was first written. */
    private static final String VERSION_1 =
            "09070000000000000010faa19e99c7a098031a2f0a0671756f7465731204666565641a1f0a0e3132"
                    + "372e302e302e313a39313031120d474554202f71756f74657320301a210a0671756f746573120466"
                    + "65656422110a0a5b3a3a315d3a3931303310a01f18011a100a0671756f7465731204626565662a00";

    @Test
    void events_arriveAsTheyWereSent() {
        var batch = SharedEvents.batch(7, told(EVENTS));

        assertThat(batch.getSender()).isEqualTo(7);
        assertThat(Instant.EPOCH.plusNanos(1_000 * batch.getFirstAtMicros())).isEqualTo(NOON);
        assertThat(batch.getEventsList().stream().map(SharedEvents::event)).isEqualTo(EVENTS);
    }

    @Test
    void bytesOfVersion1_areStillWritten_andStillRead() throws InvalidProtocolBufferException {
        assertThat(HexFormat.of().formatHex(SharedEvents.batch(7, told(EVENTS)).toByteArray()))
                .isEqualTo(VERSION_1);
        var read = SharedGrants.parseFrom(HexFormat.of().parseHex(VERSION_1));
        assertThat(read.getEventsList().stream().map(SharedEvents::event)).isEqualTo(EVENTS);
    }

    @Test
    void longKind_isCut_andCanBeRead() {
        var batch = SharedEvents.batch(7, told(List.of(new Granted(QUOTES, "feed", AMBER, "k".repeat(200)))));

        assertThat(SharedEvents.event(batch.getEvents(0)))
                .isEqualTo(new Granted(QUOTES, "feed", AMBER, "k".repeat(128)));
    }

    @Test
    void fullBatch_isBelowWhatTheServerReadsAtOnce() {
        var longest = new Granted(
                new ApiName("a".repeat(30)),
                "f".repeat(32),
                new EndpointAddress("1111:2222:3333:4444:5555:6666:7777:8888", 65_535),
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
                        .setReleased(SharedGrants.Released.getDefaultInstance())
                        .build(),
                event().setGrant("f".repeat(33))
                        .setReleased(SharedGrants.Released.getDefaultInstance())
                        .build(),
                event().setGranted(SharedGrants.Granted.newBuilder()).build(),
                event().setGranted(SharedGrants.Granted.newBuilder().setAddress("amber:9101"))
                        .build(),
                event().setGranted(SharedGrants.Granted.newBuilder().setAddress("127.0.0.1:0"))
                        .build(),
                event().setGranted(SharedGrants.Granted.newBuilder()
                                .setAddress("127.0.0.1:9101")
                                .setKind("k".repeat(129)))
                        .build(),
                completed("127.0.0.1", 4_000),
                completed("127.0.0.1:9101", -1),
                completed("127.0.0.1:9101", Long.MAX_VALUE),
                completed("127.0.0.1:9101", 3_600_000_001L));
    }

    private static Event completed(String address, long micros) {
        return event().setCompleted(
                        SharedGrants.Completed.newBuilder().setAddress(address).setLatencyMicros(micros))
                .build();
    }

    private static Event.Builder event() {
        return Event.newBuilder().setApi("quotes").setGrant("feed");
    }

    private static List<Told> told(List<? extends GrantEvent> events) {
        return events.stream().map(event -> new Told(event, NOON)).toList();
    }
}
