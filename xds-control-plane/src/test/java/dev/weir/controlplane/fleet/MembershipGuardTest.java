package dev.weir.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MembershipGuardTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final MembershipGuard guard = new MembershipGuard();

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 1, 0", "2, 2, 2", "3, 1, 0", "3, 2, 2", "5, 1, 0", "5, 2, 2", "9, 3, 0", "9, 4, 4"})
    void moreThanAThirdAtOnce_isHeld(int nodes, int silent, int held) {
        look(nodes, 0, NOW);

        assertThat(look(nodes, silent, NOW.plusSeconds(1))).hasSize(held);
        assertThat(guard.fired().isPresent()).isEqualTo(held > 0);
    }

    @Test
    void nodesThatFallSilentOneAfterTheOther_withinTenSeconds_areHeldTogether() {
        look(5, 0, NOW);
        assertThat(look(5, 1, NOW.plusSeconds(1))).isEmpty();

        assertThat(look(5, 2, NOW.plusSeconds(10))).hasSize(2);
    }

    @Test
    void nodesThatFallSilentLongAfterOneAnother_areGone() {
        look(5, 0, NOW);
        look(5, 1, NOW.plusSeconds(1));
        look(5, 1, NOW.plusSeconds(12));

        assertThat(look(5, 2, NOW.plusSeconds(13))).isEmpty();
    }

    @Test
    void hold_lastsAsLongAsTheSilence() {
        look(5, 0, NOW);
        look(5, 5, NOW.plusSeconds(1));

        assertThat(look(5, 5, NOW.plusSeconds(100_000))).hasSize(5);
        assertThat(guard.fired().orElseThrow().detail()).startsWith("5 nodes fell silent at once");
    }

    @Test
    void hold_isOver_whenNoMoreThanAThirdIsSilent_andThoseAreGone() {
        look(5, 0, NOW);
        look(5, 5, NOW.plusSeconds(1));
        assertThat(look(5, 2, NOW.plusSeconds(30))).hasSize(2);

        assertThat(look(5, 1, NOW.plusSeconds(31))).isEmpty();
        assertThat(guard.fired()).isEmpty();
    }

    @Test
    void nodeThatIsGoneForLong_isNoPartOfTheCount() {
        look(4, 0, NOW);
        look(4, 1, NOW.plusSeconds(1));
        look(4, 1, NOW.plusSeconds(60));

        // Of the three that are left, one falls silent.
        assertThat(look(4, 2, NOW.plusSeconds(61))).isEmpty();
    }

    @Test
    void nodeThatLeavesTheRegistry_isNotHeld() {
        look(5, 0, NOW);
        look(5, 5, NOW.plusSeconds(1));

        assertThat(look(3, 3, NOW.plusSeconds(2))).hasSize(3);
    }

    /** Of so many nodes the first ones are silent. */
    private Set<NodeId> look(int nodes, int silent, Instant now) {
        Map<NodeId, Boolean> beating = new HashMap<>();
        IntStream.range(0, nodes).forEach(node -> beating.put(new NodeId("node-" + node), node >= silent));
        return guard.look(beating, now);
    }
}
