package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallKindsTest {
    private final CallKinds kinds = new CallKinds();

    @Test
    void kindThatWasNotSeen_isAMeanCall() {
        assertThat(kinds.work(kinds.index("GET /a"))).isEqualTo(1);
    }

    @Test
    void longKind_isWorkInProportion() {
        int shorter = kinds.index("short");
        int longer = kinds.index("long");
        for (int i = 0; i < 2_000; i++) {
            kinds.ended(shorter, 10);
            kinds.ended(longer, 30);
        }

        assertThat(kinds.work(longer)).isCloseTo(1.5, within(0.02));
        assertThat(kinds.work(shorter)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void sameName_isTheSameKind() {
        assertThat(kinds.index("GET /a")).isEqualTo(kinds.index("GET /a")).isNotEqualTo(kinds.index("GET /b"));
    }

    @Test
    void kindsBeyondTheBound_areOne() {
        for (int i = 0; i < CallKinds.MOST - 1; i++) {
            assertThat(kinds.index("kind " + i)).isEqualTo(i + 1);
        }

        assertThat(kinds.index("one too many"))
                .isEqualTo(kinds.index("another"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void serviceThatIsNone_teachesNothing(double service) {
        int kind = kinds.index("GET /a");
        for (int i = 0; i < 10; i++) {
            kinds.ended(kind, 10);
            kinds.ended(kind, service);
        }

        assertThat(kinds.work(kind)).isCloseTo(1, within(1e-9));
    }
}
