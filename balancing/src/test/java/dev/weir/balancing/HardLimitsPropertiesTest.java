package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.TokenAmount;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for any proposal, prices, failures and limits. Each case is made from one seed, which a failure names. */
final class HardLimitsPropertiesTest {
    private static final int CASES = 3_000;
    /** Relative: what no tilt gets below, and the noise of doubles. */
    private static final double ROUNDING = 1e-5;

    @Test
    void shares_areLegal_andSumToWhatWasProposed() {
        forAll(each -> {
            assertThat(each.tilted).hasSameSizeAs(each.shares);
            assertThat(Arrays.stream(each.tilted)).allMatch(share -> share >= 0 && share <= 1 + ROUNDING);
            assertThat(Arrays.stream(each.tilted).sum()).isCloseTo(1, within(1e-9));
        });
    }

    @Test
    void meanPrice_isWithinTheBudget_orThatOfTheCheapest() {
        forAll(each -> assertThat(mean(each.tilted, each.prices))
                .isLessThanOrEqualTo(Math.max(each.bounds.budgetPerCall(), each.least(each.prices)) * (1 + ROUNDING)));
    }

    @Test
    void failures_areWithinWhatIsAllowed_orThoseOfTheMostReliable_whereThereIsNoBudget() {
        forAll(each -> {
            if (each.bounds.budgetPer1000().isEmpty()) {
                assertThat(mean(each.tilted, each.failures))
                        .isLessThanOrEqualTo(
                                Math.max(each.bounds.failures(), each.least(each.failures)) * (1 + ROUNDING));
            }
        });
    }

    @Test
    void proposalThatKeepsBothLimits_isNotTilted() {
        forAll(each -> {
            if (mean(each.shares, each.prices) <= each.bounds.budgetPerCall()
                    && mean(each.shares, each.failures) <= each.bounds.failures()) {
                assertThat(each.tilted).isSameAs(each.shares);
            }
        });
    }

    @Test
    void underABudgetAlone_noOtherSharesThatKeepIt_areNearer() {
        forAll(each -> {
            if (each.bounds.availability().isEmpty()) {
                double nearest = divergence(each.tilted, each.shares);
                for (int trial = 0; trial < 20; trial++) {
                    double[] other = each.other();
                    if (mean(other, each.prices) <= each.bounds.budgetPerCall()) {
                        assertThat(nearest).isLessThanOrEqualTo(divergence(other, each.shares) + ROUNDING);
                    }
                }
            }
        });
    }

    private static double mean(double[] shares, double[] values) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i] * values[i];
        }
        return sum;
    }

    private static double divergence(double[] shares, double[] from) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i] == 0 ? 0 : shares[i] * Math.log(shares[i] / from[i]);
        }
        return sum;
    }

    private static void forAll(Consumer<Case> property) {
        for (long seed = 0; seed < CASES; seed++) {
            var each = new Case(seed);
            try {
                property.accept(each);
            } catch (AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + each, failed);
            }
        }
    }

    /** One proposal under one set of limits, tilted. */
    private static final class Case {
        final SplittableRandom random;
        final double[] shares;
        final double[] prices;
        final double[] failures;
        final Bounds bounds;
        final double[] tilted;

        Case(long seed) {
            random = new SplittableRandom(seed);
            int n = seed % 500 == 0 ? 1_000 : 1 + random.nextInt(8);
            shares = shares(n);
            prices = new double[n];
            failures = new double[n];
            double dearest = oneOf(1, 100, 1e6, 1e18);
            boolean reliable = random.nextInt(3) == 0;
            for (int i = 0; i < n; i++) {
                prices[i] = Math.floor(oneOf(0, 1, random.nextDouble(), random.nextDouble()) * dearest);
                failures[i] = reliable ? 0 : oneOf(0, 1, 0.1 * random.nextDouble(), random.nextDouble());
            }
            var budget = BigInteger.valueOf((long) Math.max(1, 1_000 * Math.min(1e15, dearest) * random.nextDouble()));
            int which = random.nextInt(3);
            bounds = new Bounds(
                    which == 0 ? Optional.empty() : Optional.of(new TokenAmount(budget)),
                    which == 1 ? OptionalDouble.empty() : OptionalDouble.of(oneOf(0.5, 0.9, 0.999)));
            tilted = new HardLimits(bounds).tilted(shares, prices, failures);
        }

        private double[] shares(int n) {
            double[] shares = new double[n];
            double sharpness = oneOf(1, 1, 4, 40);
            for (int i = 0; i < n; i++) {
                shares[i] = random.nextInt(10) == 0 && i > 0 ? 0 : Math.pow(random.nextDouble(), sharpness);
            }
            double sum = Arrays.stream(shares).sum();
            return Arrays.stream(shares).map(share -> share / sum).toArray();
        }

        /** Shares between those of the tilt and any others. */
        double[] other() {
            double towards = random.nextDouble() * random.nextDouble();
            double[] any = shares(shares.length);
            double[] other = new double[any.length];
            for (int i = 0; i < any.length; i++) {
                other[i] = shares[i] == 0 ? 0 : (1 - towards) * tilted[i] + towards * any[i];
            }
            double sum = Arrays.stream(other).sum();
            return Arrays.stream(other).map(share -> share / sum).toArray();
        }

        private double oneOf(double... values) {
            return values[random.nextInt(values.length)];
        }

        /** Among the nodes with a share. */
        double least(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < values.length; i++) {
                least = shares[i] > 0 ? Math.min(least, values[i]) : least;
            }
            return least;
        }

        @Override
        public String toString() {
            return shares.length > 40
                    ? shares.length + " nodes, " + bounds
                    : "shares " + Arrays.toString(shares) + " prices " + Arrays.toString(prices) + " failures "
                            + Arrays.toString(failures) + " " + bounds + " tilted " + Arrays.toString(tilted);
        }
    }
}
