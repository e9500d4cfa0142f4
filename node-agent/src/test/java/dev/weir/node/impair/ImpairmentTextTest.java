package dev.weir.node.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImpairmentTextTest {
    private static final Impairment CONFIGURED = new Impairment(Duration.ofMillis(5), 0.2, 32, 128, 0);

    @Test
    void text_namesEverything_replacesEverything() {
        assertThat(apply("latency=1.5ms, capacity=8,queue=9,jitter=0.4,errors=0.1", CONFIGURED))
                .isEqualTo(new Impairment(Duration.ofNanos(1_500_000), 0.4, 8, 9, 0.1));
    }

    @Test
    void factor_isOfTheConfiguredLatency_notOfTheCurrentOne() {
        var slow = apply("latency=10x", CONFIGURED);
        assertThat(slow.latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(apply("latency=10x", slow).latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(apply("latency=1x", slow)).isEqualTo(CONFIGURED);
    }

    @Test
    void written_readsBackTheSame() {
        assertThat(apply(CONFIGURED.toString(), Impairment.NONE)).isEqualTo(CONFIGURED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latency",
                "latency=5",
                "latency=-5ms",
                "latency=61s",
                "latency=NaNms",
                "capacity=0",
                "capacity=1.5",
                "errors=1.1",
                "errors=NaN",
                "jitter=4",
                "speed=9",
                "latency=5ms,,errors=0"
            })
    void text_thatMakesNoSense_isRefused(String text) {
        assertThatThrownBy(() -> apply(text, CONFIGURED)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Impairment apply(String text, Impairment current) {
        return ImpairmentText.apply(text, current, CONFIGURED);
    }
}
