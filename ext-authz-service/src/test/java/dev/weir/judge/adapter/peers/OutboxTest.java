package dev.weir.judge.adapter.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.model.RequestId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private final Outbox outbox = new Outbox(3);

    @Test
    void events_areTakenInTheirOrder_onceAndAtMostSoMany() {
        outbox.add(told("1"));
        outbox.add(told("2"));
        outbox.add(told("3"));

        assertThat(outbox.take(2)).containsExactly(told("1"), told("2"));
        assertThat(outbox.take(2)).containsExactly(told("3"));
        assertThat(outbox.take(2)).isEmpty();
    }

    @Test
    void fullOutbox_dropsTheOldest() {
        assertThat(outbox.add(told("1"))).isFalse();
        assertThat(outbox.add(told("2"))).isFalse();
        assertThat(outbox.add(told("3"))).isFalse();

        assertThat(outbox.add(told("4"))).isTrue();

        assertThat(outbox.take(9)).containsExactly(told("2"), told("3"), told("4"));
    }

    @Test
    void clear_saysHowManyItForgot() {
        outbox.add(told("1"));
        outbox.add(told("2"));
        assertThat(outbox.isEmpty()).isFalse();

        assertThat(outbox.clear()).isEqualTo(2);

        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.clear()).isZero();
    }

    private static Told told(String grant) {
        return new Told(new GrantEvent.Released(new RequestId(grant)), Instant.EPOCH);
    }
}
