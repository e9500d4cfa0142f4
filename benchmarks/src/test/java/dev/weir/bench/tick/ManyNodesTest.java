package dev.weir.bench.tick;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ManyNodesTest {
    /** What is timed does plan: with as many nodes as there are, and not the same for all. */
    @Test
    void ticks_planForAllNodes_andTellThemApart() {
        var many = new ManyNodes(300);
        for (int tick = 0; tick < 40; tick++) {
            assertThat(ManyNodes.whole(many.tick(), 300)).isTrue();
        }

        var shares = many.tick().plan().weights().stream()
                .mapToDouble(weight -> weight.share())
                .summaryStatistics();
        assertThat(shares.getMax()).isGreaterThan(3 * shares.getMin());
    }
}
