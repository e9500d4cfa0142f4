package dev.weir.controlplane.fleet;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.Fixtures.STRANGER;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.fleet.port.FakeVerifier;
import dev.weir.controlplane.fleet.port.FleetStore;
import dev.weir.controlplane.fleet.port.MemoryFleetStore;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FleetTest {
    private final SettableClock clock = new SettableClock(START);
    private final Fleet fleet = new Fleet(new FakeVerifier(), clock);

    @BeforeEach
    void register() {
        fleet.register(List.of(registered(AMBER), registered(BIRCH)));
    }

    @Test
    void registeredNode_withoutHeartbeat_isNoNode() {
        assertThat(fleet.nodes()).isEmpty();
    }

    @Test
    void heartbeat_ofTheOperator_makesALiveNode() {
        assertThat(fleet.accept(beat(AMBER, 1))).isEmpty();

        assertThat(fleet.nodes()).singleElement().satisfies(node -> {
            assertThat(node.node()).isEqualTo(AMBER);
            assertThat(node.addresses().getFirst()).hasToString("127.0.0.1:9101");
            assertThat(node.reportedInFlight()).hasValue(7);
            assertThat(node.live()).isTrue();
        });
    }

    @Test
    void heartbeat_ofAnUnregisteredNode_isRefused() {
        assertThat(fleet.accept(beat(new NodeId("nobody"), 1))).contains(HeartbeatRefusal.NODE_UNREGISTERED);
    }

    @Test
    void heartbeat_signedByAnother_isRefused() {
        assertThat(fleet.accept(signed(heartbeat(AMBER, 1, START, "127.0.0.1"), STRANGER.value())))
                .contains(HeartbeatRefusal.SIGNATURE_FOREIGN);
        assertThat(fleet.nodes()).isEmpty();
    }

    @Test
    void heartbeat_signedByNobody_isRefused() {
        assertThat(fleet.accept(signed(heartbeat(AMBER, 1, START, "127.0.0.1"), "scribble")))
                .contains(HeartbeatRefusal.SIGNATURE_FOREIGN);
    }

    @Test
    void heartbeat_within30Seconds_isTaken_andBeyondIsRefused() {
        assertThat(fleet.accept(sentAt(1, START.minusSeconds(30)))).isEmpty();
        assertThat(fleet.accept(sentAt(2, START.plusSeconds(30)))).isEmpty();
        assertThat(fleet.accept(sentAt(3, START.minusSeconds(31)))).contains(HeartbeatRefusal.CLOCK_SKEWED);
        assertThat(fleet.accept(sentAt(4, START.plusSeconds(31)))).contains(HeartbeatRefusal.CLOCK_SKEWED);
    }

    @Test
    void heartbeat_sentTwice_isAReplay() {
        fleet.accept(beat(AMBER, 5));
        clock.forward(Duration.ofSeconds(1));

        assertThat(fleet.accept(beat(AMBER, 5))).contains(HeartbeatRefusal.SEQUENCE_REPLAYED);
    }

    @Test
    void heartbeat_olderThanTheLast_isAReplay_andChangesNothing() {
        fleet.accept(beat(AMBER, 5));
        clock.forward(Duration.ofSeconds(6));

        assertThat(fleet.accept(beat(AMBER, 4))).contains(HeartbeatRefusal.SEQUENCE_REPLAYED);
        assertThat(fleet.nodes().getFirst().live()).isFalse();
    }

    /** Names are no addresses to begin with: {@code EndpointAddress} takes none. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.0.2.127", "::1"})
    void heartbeat_fromElsewhere_isRefused(String host) {
        assertThat(fleet.accept(signed(heartbeat(AMBER, 1, START, host), OPERATOR.value())))
                .contains(HeartbeatRefusal.ADDRESS_NOT_LOOPBACK);
    }

    @Test
    void node_isLiveFor5Seconds_afterItsLastHeartbeat() {
        fleet.accept(beat(AMBER, 1));
        clock.forward(Duration.ofSeconds(5));
        fleet.accept(beat(BIRCH, 1));
        assertThat(fleet.nodes().getFirst().live()).isTrue();

        clock.forward(Duration.ofMillis(1));
        assertThat(fleet.nodes().getFirst().live()).isFalse();
    }

    @Test
    void requestsInFlight_areReported_whileTheNodeLives() {
        fleet.accept(beat(AMBER, 1));
        assertThat(fleet.nodes().getFirst().reportedInFlight()).hasValue(7);

        clock.forward(Duration.ofMillis(5_001));
        assertThat(fleet.nodes().getFirst().reportedInFlight()).isEmpty();
    }

    @Test
    void node_thatBeatsAgain_isLiveAgain() {
        fleet.accept(beat(AMBER, 1));
        clock.forward(Duration.ofSeconds(20));
        fleet.accept(beat(AMBER, 2));

        assertThat(fleet.nodes().getFirst().live()).isTrue();
    }

    @Test
    void node_isForgotten_5MinutesAfterItsLastHeartbeat() {
        fleet.accept(beat(AMBER, 1));
        clock.forward(Duration.ofMinutes(5));
        assertThat(fleet.nodes()).hasSize(1);

        clock.forward(Duration.ofMillis(1));
        assertThat(fleet.nodes()).isEmpty();
    }

    @Test
    void nodes_standInTheOrderOfTheirNames() {
        fleet.accept(beat(BIRCH, 1));
        fleet.accept(beat(AMBER, 1));

        assertThat(fleet.nodes()).extracting(node -> node.node()).containsExactly(AMBER, BIRCH);
    }

    @Test
    void nodesThatFallSilentAtOnce_areHeld_andNotForgotten() {
        fleet.accept(beat(AMBER, 1));
        fleet.accept(beat(BIRCH, 1));
        assertThat(fleet.nodes()).hasSize(2);

        clock.forward(Duration.ofMinutes(10));

        assertThat(fleet.nodes()).hasSize(2).allMatch(FleetNode::live);
        assertThat(fleet.guard().orElseThrow().name()).isEqualTo("membership");
    }

    @Test
    void wallClockThatIsSet_makesNobodyOlder() {
        var wall = new SettableClock(START);
        var steady = new SettableClock(START);
        var ours = new Fleet(new FakeVerifier(), wall, steady, FleetStore.NONE);
        ours.register(List.of(registered(AMBER), registered(BIRCH)));
        ours.accept(beat(AMBER, 1));

        wall.forward(Duration.ofHours(1));
        assertThat(ours.nodes()).allMatch(FleetNode::live);
        assertThat(ours.accept(beat(AMBER, 2))).contains(HeartbeatRefusal.CLOCK_SKEWED);

        wall.forward(Duration.ofHours(-1));
        assertThat(ours.accept(beat(AMBER, 2))).isEmpty();
    }

    @Test
    void fleetThatStartsAgain_goesOnWithWhoWasThere() {
        var store = new MemoryFleetStore();
        var before = new Fleet(new FakeVerifier(), clock, clock, store);
        before.register(List.of(registered(AMBER), registered(BIRCH)));
        before.accept(beat(AMBER, 7));
        before.keep();
        clock.forward(Duration.ofHours(1));

        var after = new Fleet(new FakeVerifier(), clock, clock, store);

        assertThat(after.nodes()).singleElement().satisfies(node -> {
            assertThat(node.node()).isEqualTo(AMBER);
            assertThat(node.pricePerCall()).isEqualTo(registered(AMBER).pricePerCall());
            assertThat(node.place()).isEqualTo("127.0.0.1:9101");
            assertThat(node.live()).isTrue();
        });
        assertThat(after.accept(beat(AMBER, 8))).isEmpty();
    }

    @Test
    void node_thatLeftTheRegistry_isGoneAtOnce() {
        fleet.accept(beat(AMBER, 1));
        fleet.register(List.of(registered(BIRCH)));

        assertThat(fleet.nodes()).isEmpty();
        assertThat(fleet.accept(beat(AMBER, 2))).contains(HeartbeatRefusal.NODE_UNREGISTERED);
    }

    @Test
    void node_thatChangedHands_needsAHeartbeatOfItsNewOperator_ofAnySequence() {
        fleet.accept(beat(AMBER, 1_000));
        fleet.register(List.of(registered(AMBER, STRANGER)));
        assertThat(fleet.nodes()).isEmpty();

        assertThat(fleet.accept(signed(heartbeat(AMBER, 1, START, "127.0.0.1"), STRANGER.value())))
                .isEmpty();
        assertThat(fleet.nodes()).hasSize(1);
    }

    private SignedHeartbeat beat(NodeId node, long sequence) {
        return signed(heartbeat(node, sequence, clock.instant(), "127.0.0.1"), OPERATOR.value());
    }

    private static SignedHeartbeat sentAt(long sequence, Instant at) {
        return signed(heartbeat(AMBER, sequence, at, "127.0.0.1"), OPERATOR.value());
    }

    private static SignedHeartbeat signed(Heartbeat heartbeat, String signature) {
        return new SignedHeartbeat(heartbeat, signature);
    }

    private static Heartbeat heartbeat(NodeId node, long sequence, Instant at, String host) {
        return new Heartbeat(node, new EndpointAddress.Socket(host, 9101), sequence, at, 7);
    }
}
