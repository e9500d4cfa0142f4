package dev.weir.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.bench.upstream.ServiceLine.Started;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ServiceLineTest {
    @Test
    void call_isServedAtOnce_whileACoreIsFree() {
        var line = line(Steps.constant(2), 2);

        assertThat(line.arrives("a", 100, 0)).contains(new Started<>("a", 50));
        assertThat(line.arrives("b", 200, 10)).contains(new Started<>("b", 110));
        assertThat(line.inService()).isEqualTo(2);
    }

    @Test
    void callsBeyondTheLimit_waitInTheOrderOfTheirArrival() {
        var line = line(Steps.constant(1), 1);
        line.arrives("a", 100, 0);

        assertThat(line.arrives("b", 30, 1)).isEmpty();
        assertThat(line.arrives("c", 10, 2)).isEmpty();
        assertThat(line.ended(100)).contains(new Started<>("b", 130));
        assertThat(line.ended(130)).contains(new Started<>("c", 140));
        assertThat(line.ended(140)).isEmpty();
        assertThat(line.inService()).isZero();
    }

    @Test
    void speedThatChangesMeanwhile_movesTheEnd() {
        var line = line(Steps.between(50, 1_000, 0.1), 1);

        assertThat(line.arrives("a", 60, 0)).contains(new Started<>("a", 150));
    }

    @Test
    void utilisation_countsBusyCoresOfTheWindowAlone() {
        var line = new ServiceLine<String>(script(Steps.constant(1)), 2, 100, 200);
        line.arrives("before and in", 150, 0);
        line.arrives("in and after", 100, 150);

        assertThat(line.utilisation()).isCloseTo((50 + 50) / 200.0, within(1e-9));
    }

    private static ServiceLine<String> line(Steps speed, int limit) {
        return new ServiceLine<>(script(speed), limit, 0, 1_000);
    }

    private static NodeScript script(Steps speed) {
        return new NodeScript(speed, List.of(), OptionalDouble.empty());
    }
}
