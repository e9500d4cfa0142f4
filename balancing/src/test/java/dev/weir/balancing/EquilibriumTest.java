package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EquilibriumTest {
    /** For nodes of any speed, at any load up to what all can do together; within what the table of crowding rounds. */
    @Test
    void shares_fallWithCost_andWithTheSquareOfCrowding() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new SplittableRandom(seed);
            int n = random.nextInt(1, 40);
            double[] service = random.doubles(n, 1, 100).toArray();
            int[] parallel = random.ints(n, 1, 9).toArray();
            double[] cost = random.doubles(n, -4, 4).toArray();
            double calls = random.nextDouble(0.01, 0.95) * capacity(service, parallel);

            double[] shares = new Equilibrium(service, parallel, calls).shares(cost);

            assertThat(Arrays.stream(shares).sum()).as("seed %d", seed).isCloseTo(1, within(1e-9));
            double[] heights = new double[n];
            for (int i = 0; i < n; i++) {
                double utilisation = shares[i] * calls * service[i] / 1_000 / parallel[i];
                assertThat(utilisation).as("seed %d, node %d", seed, i).isBetween(0.0, 1.0);
                heights[i] = Math.log(shares[i]) + cost[i] + 2 * Math.log(Crowding.latency(utilisation, parallel[i]));
            }
            assertThat(Arrays.stream(heights).max().orElseThrow()
                            - Arrays.stream(heights).min().orElseThrow())
                    .as("seed %d: %s", seed, Arrays.toString(heights))
                    .isLessThan(0.05);
        }
    }

    /** As an objective of large numbers makes them. */
    @Test
    void costsFarApart_giveSharesAllTheSame() {
        double[] service = {10, 10, 10};
        int[] parallel = {1, 1, 1};

        for (double calls : new double[] {0, 1e-6, 50, 150, 290, 1e9}) {
            double[] shares = new Equilibrium(service, parallel, calls).shares(new double[] {0, 300, 5_000});

            assertThat(Arrays.stream(shares).sum()).as("%f calls", calls).isCloseTo(1, within(1e-9));
            assertThat(shares).as("%f calls", calls).doesNotContain(Double.NaN);
            assertThat(shares[0]).isGreaterThanOrEqualTo(shares[1]).isGreaterThanOrEqualTo(shares[2]);
        }
    }

    @Test
    void moreThanAllCanDo_isDividedByWhatEachCan() {
        double[] shares = new Equilibrium(new double[] {10, 30}, new int[] {1, 1}, 1_000).shares(new double[2]);

        assertThat(shares[0]).isCloseTo(0.75, within(0.02));
    }

    private static double capacity(double[] service, int[] parallel) {
        double capacity = 0;
        for (int i = 0; i < service.length; i++) {
            capacity += 1_000.0 * parallel[i] / service[i];
        }
        return capacity;
    }
}
