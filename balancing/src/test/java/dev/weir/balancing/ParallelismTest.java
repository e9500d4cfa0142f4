package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParallelismTest {
    private static final Parallelism NOBODY = new Parallelism(1);

    @Test
    void nothingKnown_isOneAtATime() {
        assertThat(new Parallelism(1).parallel()).isEqualTo(1);
        assertThat(new Parallelism(1).due()).isFalse();
    }

    /** Exponential work at every level from 1 to 12, for so many calls. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void callsServedAtOnce_areFound(int cores) {
        var parallelism = new Parallelism(1);
        serve(parallelism, cores, 5_000, 12);

        assertThat(parallelism.parallel()).isEqualTo(cores);
    }

    @Test
    void endpointThatWasNeverFull_isTakenForNoMoreThanItShowed() {
        var parallelism = new Parallelism(1);
        serve(parallelism, 16, 5_000, 3);

        assertThat(parallelism.parallel()).isEqualTo(3);
    }

    @Test
    void newEndpoint_beginsAsTheOthersAre() {
        var others = new Parallelism(1);
        serve(others, 4, 5_000, 12);
        var fresh = new Parallelism(1);
        fresh.advance(20, 1);
        fresh.done(1, 1);

        fresh.fit(others);

        assertThat(fresh.parallel()).isEqualTo(4);
    }

    @Test
    void fit_tellsHowMuchMoreItWasBusy() {
        var parallelism = new Parallelism(1);
        for (int i = 0; i < 100; i++) {
            parallelism.advance(5, 4);
            parallelism.done(1, 4);
            parallelism.advance(20, 1);
            parallelism.done(1, 1);
        }

        // 5 ms with four at once and 20 ms with one: 25 ms if it served one at a time, 40 ms of four.
        assertThat(parallelism.fit(NOBODY)).isEqualTo(40.0 / 25);
        assertThat(parallelism.parallel()).isEqualTo(4);
    }

    private static void serve(Parallelism parallelism, int cores, int calls, int most) {
        var random = new SplittableRandom(1);
        for (int i = 0; i < calls; i++) {
            int inFlight = 1 + i % most;
            parallelism.advance(-20 * Math.log(1 - random.nextDouble()) / Math.min(inFlight, cores), inFlight);
            parallelism.done(1, inFlight);
            if (parallelism.due()) {
                parallelism.fit(NOBODY);
            }
        }
    }
}
