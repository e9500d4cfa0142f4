package dev.weir.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EvolutionStrategyTest {
    private static final float[] TARGET = {1, -2, 0.5f, 0, 3};

    @Test
    void bowl_isWalkedDown() {
        var strategy = run(7, 400);

        assertThat(distance(strategy.point())).isLessThan(0.3);
    }

    @Test
    void bowlUnderNoise_isWalkedDown() {
        var strategy = new EvolutionStrategy(new float[5], 12, 0.1, 0.03, 7);
        var noise = new SplittableRandom(1);
        for (int generation = 0; generation < 400; generation++) {
            strategy.tell(Arrays.stream(strategy.ask())
                    .mapToDouble(candidate -> distance(candidate) + 0.3 * noise.nextGaussian())
                    .toArray());
        }

        assertThat(distance(strategy.point())).isLessThan(1);
    }

    @Test
    void sameSeed_goesTheSameWay_andAnotherAnother() {
        assertThat(run(7, 5).point()).containsExactly(run(7, 5).point());
        assertThat(run(8, 5).point()).isNotEqualTo(run(7, 5).point());
    }

    @Test
    void candidates_comeInOppositePairs() {
        var strategy = new EvolutionStrategy(new float[] {2, 2}, 3, 0.1, 0.03, 1);

        float[][] candidates = strategy.ask();

        assertThat(candidates).hasDimensions(6, 2);
        for (int pair = 0; pair < 3; pair++) {
            assertThat(candidates[2 * pair][0] + candidates[2 * pair + 1][0]).isCloseTo(4, within(1e-5f));
        }
    }

    @Test
    void costsThatAreAllTheSame_moveNothing() {
        var strategy = new EvolutionStrategy(new float[] {2, 2}, 3, 0.1, 0.03, 1);
        strategy.ask();

        strategy.tell(new double[] {5, 5, 5, 5, 5, 5});

        assertThat(strategy.point()).containsExactly(2, 2);
    }

    @Test
    void ranks_areCentred_andEqualsShareTheirs() {
        assertThat(EvolutionStrategy.ranks(new double[] {30, 10, 20})).containsExactly(0.5, -0.5, 0);
        assertThat(EvolutionStrategy.ranks(new double[] {1, 1, 9, 1e9}))
                .containsExactly(new double[] {-1 / 3.0, -1 / 3.0, 1 / 6.0, 0.5}, within(1e-12));
    }

    private static EvolutionStrategy run(long seed, int generations) {
        var strategy = new EvolutionStrategy(new float[5], 12, 0.1, 0.03, seed);
        for (int generation = 0; generation < generations; generation++) {
            strategy.tell(Arrays.stream(strategy.ask())
                    .mapToDouble(EvolutionStrategyTest::distance)
                    .toArray());
        }
        return strategy;
    }

    private static double distance(float[] point) {
        double squares = 0;
        for (int i = 0; i < point.length; i++) {
            squares += Math.pow(point[i] - TARGET[i], 2);
        }
        return Math.sqrt(squares);
    }
}
