package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoissonWorkloadTest {
    private static final List<PlannedCaller> CALLERS = IntStream.range(0, 5)
            .mapToObj(index -> PlannedCaller.of(Party.HONEST, index))
            .toList();

    @Test
    void sameSeed_plansTheSameCalls() {
        assertThat(calls(100, Bursts.NONE, 7, 1_000)).isEqualTo(calls(100, Bursts.NONE, 7, 1_000));
        assertThat(calls(100, Bursts.NONE, 7, 1_000)).isNotEqualTo(calls(100, Bursts.NONE, 8, 1_000));
    }

    @Test
    void calls_comeInOrder_fromEveryCaller() {
        var calls = calls(100, Bursts.NONE, 1, 1_000);

        assertThat(calls).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
        assertThat(new HashSet<>(calls.stream().map(PlannedCall::caller).toList()))
                .hasSameElementsAs(CALLERS);
    }

    @Test
    void gaps_areExponential_ofTheRate() {
        var calls = calls(200, Bursts.NONE, 1, 50_000);
        double mean = calls.getLast().atNanos() / 1e9 / calls.size();
        long longerThanMean = 0;
        for (int i = 1; i < calls.size(); i++) {
            longerThanMean += calls.get(i).atNanos() - calls.get(i - 1).atNanos() > 5_000_000 ? 1 : 0;
        }

        assertThat(mean).isCloseTo(1 / 200.0, within(0.02 / 200));
        assertThat((double) longerThanMean / calls.size()).isCloseTo(Math.exp(-1), within(0.01));
    }

    @Test
    void burst_hasItsFactorOfCalls() {
        var calls = calls(100, Bursts.parse("every=10s,length=1s,factor=5"), 1, 140_000);
        double seconds = calls.getLast().atNanos() / 1e9;
        double inBursts = calls.stream().filter(PoissonWorkloadTest::isInBurst).count();

        assertThat(inBursts / (seconds / 10)).isCloseTo(500, within(10.0));
        assertThat((calls.size() - inBursts) / (seconds * 0.9)).isCloseTo(100, within(2.0));
    }

    @Test
    void shortBurst_isNotSteppedOver_whenCallsAreRare() {
        var calls = calls(1, Bursts.parse("every=10s,length=100ms,factor=100"), 1, 20_000);
        double seconds = calls.getLast().atNanos() / 1e9;

        assertThat(calls.size() / seconds).isCloseTo((9.9 + 0.1 * 100) / 10, within(0.06));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
    void rateThatIsNone_isRefused(double rate) {
        assertThatThrownBy(() -> calls(rate, Bursts.NONE, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_makesNoCalls() {
        assertThatThrownBy(() -> new PoissonWorkload(List.of(), 1, Bursts.NONE, ApiMix.QUOTES, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isInBurst(PlannedCall call) {
        return call.atNanos() % 10_000_000_000L >= 9_000_000_000L;
    }

    private static List<PlannedCall> calls(double rate, Bursts bursts, long seed, int count) {
        var workload = new PoissonWorkload(CALLERS, rate, bursts, ApiMix.MIX, new SplittableRandom(seed));
        var calls = new ArrayList<PlannedCall>(count);
        for (int i = 0; i < count; i++) {
            calls.add(workload.next().orElseThrow());
        }
        return calls;
    }
}
