package dev.weir.controlplane.telemetry;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.answered;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttemptQueueTest {
    private final AttemptQueue queue = new AttemptQueue();

    @Test
    void drain_givesEachAttemptOnce_inOrder() {
        queue.offer(answered(AMBER, 1));
        queue.offer(answered(BIRCH, 2));

        assertThat(queue.drain()).containsExactly(answered(AMBER, 1), answered(BIRCH, 2));
        assertThat(queue.drain()).isEmpty();
    }

    @Test
    void offer_beyond65536_dropsTheNewest_andCountsThem() {
        for (int i = 0; i < 65_536; i++) {
            queue.offer(answered(AMBER, 1));
        }
        queue.offer(answered(BIRCH, 1));
        queue.offer(answered(BIRCH, 1));

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.drain()).hasSize(65_536).doesNotContain(answered(BIRCH, 1));
    }
}
