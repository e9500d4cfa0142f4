package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(1), nanos::get);

    @Test
    void wellUntilSomethingFails() {
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.succeeded()).isFalse();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.failed()).isFalse();
    }

    @Test
    void afterAFailure_nobodyTries_thenOneDoes() {
        breaker.failed();
        nanos.addAndGet(999_999_999);
        assertThat(breaker.allows()).isFalse();

        nanos.incrementAndGet();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void oneThatTriesAndNeverComesBack_isFollowedByAnotherAfterThePause() {
        breaker.failed();
        nanos.addAndGet(1_000_000_000);
        assertThat(breaker.allows()).isTrue();

        nanos.addAndGet(1_000_000_000);
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void success_letsAllTryAgain() {
        breaker.failed();

        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }
}
