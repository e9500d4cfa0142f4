package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SightingQueueTest {
    private final SightingQueue queue = new SightingQueue();
    private final List<Long> taken = new ArrayList<>();

    @Test
    void sightings_comeOutInTheirOrder() {
        fill(3);
        queue.drain(each -> taken.add(each.caller()));

        assertThat(taken).containsExactly(0L, 1L, 2L);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void queueThatIsFull_dropsWhatComes_counted_andTakesAgainOnceDrained() {
        fill(SightingQueue.CAPACITY + 10);

        assertThat(queue.waiting()).isEqualTo(SightingQueue.CAPACITY);
        assertThat(queue.dropped()).isEqualTo(10);

        queue.drain(each -> taken.add(each.caller()));
        assertThat(taken).hasSize(SightingQueue.CAPACITY).startsWith(0L);
        fill(1);
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(queue.dropped()).isEqualTo(10);
    }

    @Test
    void offersOfManyThreads_areAllTakenOrCounted() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> fill(5_000));
            }
        }

        queue.drain(each -> taken.add(each.caller()));
        assertThat(taken.size() + queue.dropped()).isEqualTo(80_000);
        assertThat(taken).hasSize(SightingQueue.CAPACITY);
    }

    private void fill(int sightings) {
        for (int i = 0; i < sightings; i++) {
            queue.offer(new Sighting.Asked(i, Instant.EPOCH, 1, 1, 0));
        }
    }
}
