package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BurstsTest {
    @Test
    void text_isRead() {
        assertThat(Bursts.parse("every=10s,length=500ms,factor=2.5"))
                .isEqualTo(new Bursts(Duration.ofSeconds(10), Duration.ofMillis(500), 2.5));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "8999, 1", "9000, 5", "9999, 5", "10000, 1", "19000, 5"})
    void burst_endsEveryPeriod(long millis, double factor) {
        assertThat(Bursts.parse("every=10s,length=1s,factor=5").factorAt(millis * 1_000_000))
                .isEqualTo(factor);
    }

    @Test
    void none_isNeverABurst() {
        assertThat(Bursts.NONE.factorAt(Duration.ofHours(1).toNanos() - 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "every=10s",
                "every=1s,length=2s,factor=5",
                "every=0s,length=0s,factor=5",
                "every=10s,length=1s,factor=0.5",
                "every=10s,length=1s,factor=1001",
                "every=10s,length=-1s,factor=5",
                "every=10s,length=1s,factor=5,"
            })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> Bursts.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
