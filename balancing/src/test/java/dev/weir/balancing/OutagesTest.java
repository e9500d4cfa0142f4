package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutagesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long NOW = 7 * SECOND;

    private final Outages outages = new Outages();
    private final List<Outages.Of> nodes =
            Stream.generate(Outages.Of::new).limit(10).toList();
    private final Outages.Of one = nodes.getFirst();

    OutagesTest() {
        outages.usable(nodes.size());
    }

    @Test
    void nodeThatNobodyReaches_isOutAtOnce_forASecond() {
        outages.unreachable(one, NOW);

        assertThat(one.isOut(NOW)).isTrue();
        assertThat(one.isOut(NOW + SECOND - 1)).isTrue();
        assertThat(one.isOut(NOW + SECOND)).isFalse();
    }

    @Test
    void nodeThatFails_isOutAfterThreeInARow() {
        outages.failed(one, NOW);
        outages.failed(one, NOW);
        assertThat(one.isOut(NOW)).isFalse();

        outages.failed(one, NOW);
        assertThat(one.isOut(NOW)).isTrue();
    }

    @Test
    void answerBetween_beginsTheCountAnew() {
        outages.failed(one, NOW);
        outages.failed(one, NOW);
        outages.answered(one);
        outages.failed(one, NOW);
        outages.failed(one, NOW);

        assertThat(one.isOut(NOW)).isFalse();
    }

    @Test
    void answer_endsTheOutage_andForgetsTheEarlierOnes() {
        outages.unreachable(one, NOW);
        outages.unreachable(one, NOW + SECOND);
        outages.answered(one);
        assertThat(one.isOut(NOW + SECOND)).isFalse();

        outages.unreachable(one, NOW + 2 * SECOND);
        assertThat(one.isOut(NOW + 3 * SECOND)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 16", "6, 30", "20, 30"})
    void outage_isLongerEachTime(int outage, int seconds) {
        long at = NOW;
        for (int i = 1; i < outage; i++) {
            outages.unreachable(one, at);
            at += 30 * SECOND;
        }

        outages.unreachable(one, at);

        assertThat(one.isOut(at + seconds * SECOND - 1)).isTrue();
        assertThat(one.isOut(at + seconds * SECOND)).isFalse();
    }

    @Test
    void whatFailsMeanwhile_isOfTheSameOutage() {
        for (int i = 0; i < 10; i++) {
            outages.unreachable(one, NOW + i * MILLI);
            outages.failed(one, NOW + i * MILLI);
        }

        assertThat(one.isOut(NOW + SECOND)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "3, 1", "5, 1", "6, 2", "9, 3", "10, 3"})
    void atMostAThird_isOutAtOnce_butOneOfTwo(int usable, int most) {
        outages.usable(usable);

        nodes.forEach(node -> outages.unreachable(node, NOW));

        assertThat(nodes).filteredOn(node -> node.isOut(NOW)).hasSize(most);
    }

    @Test
    void outageThatIsOver_leavesItsPlaceToAnother() {
        outages.usable(3);
        outages.unreachable(nodes.get(0), NOW);
        outages.unreachable(nodes.get(1), NOW + 500 * MILLI);
        assertThat(nodes.get(1).isOut(NOW + 500 * MILLI)).isFalse();

        outages.unreachable(nodes.get(1), NOW + SECOND);

        assertThat(nodes.get(1).isOut(NOW + SECOND)).isTrue();
    }

    @Test
    void nodeThatNobodyReaches_takesThePlaceOfOneThatFails_andNotTheOtherWayRound() {
        outages.usable(3);
        for (int i = 0; i < Outages.IN_A_ROW; i++) {
            outages.failed(nodes.get(0), NOW);
        }

        outages.unreachable(nodes.get(1), NOW);
        for (int i = 0; i < Outages.IN_A_ROW; i++) {
            outages.failed(nodes.get(2), NOW);
        }

        assertThat(nodes.get(0).isOut(NOW)).isFalse();
        assertThat(nodes.get(1).isOut(NOW)).isTrue();
        assertThat(nodes.get(2).isOut(NOW)).isFalse();
    }
}
