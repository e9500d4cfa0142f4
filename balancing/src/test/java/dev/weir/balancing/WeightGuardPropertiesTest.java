package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.WeightGuard.Guarded;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What holds for any proposal, any bounds and any past. Each case is made from one seed, which a failure names. */
final class WeightGuardPropertiesTest {
    private static final int CASES = 3_000;
    /** One weight of 1,000,000, and the noise of doubles. */
    private static final double ROUNDING = 1.001e-6;

    @Test
    void weights_areLegal() {
        forAll(each -> {
            assertThat(each.guarded.weights()).hasSize(each.n());
            assertThat(each.guarded.weights()).allMatch(weight -> weight >= 1 && weight <= 1_000_000);
            assertThat(each.guarded.weights().stream()
                            .mapToLong(weight -> weight)
                            .sum())
                    .isEqualTo(1_000_000);
        });
    }

    @Test
    void cap_holds_raisedToAnEvenShareWhereLower() {
        forAll(each -> {
            assertThat(each.fired("cap-raised")).isEqualTo(each.cap < 1.0 / each.n());
            for (double share : each.shares()) {
                assertThat(share).isLessThanOrEqualTo(Math.max(each.cap, 1.0 / each.n()) + ROUNDING);
            }
        });
    }

    @Test
    void floor_holds_loweredToAnEvenShareWhereHigher() {
        forAll(each -> {
            assertThat(each.fired("floor-lowered")).isEqualTo(each.floor > 1.0 / each.n());
            for (double share : each.shares()) {
                assertThat(share).isGreaterThanOrEqualTo(Math.min(each.floor, 1.0 / each.n()) - ROUNDING);
            }
        });
    }

    @Test
    void step_holds_orIsNamedAsRelaxed() {
        forAll(each -> {
            if (!each.fired("step-relaxed")) {
                assertThat(each.longestStep()).isLessThanOrEqualTo(each.step + ROUNDING);
            }
        });
    }

    @Test
    void step_thatHolds_isNotNamedAsRelaxed() {
        forAll(each -> {
            if (each.fired("step-relaxed")) {
                assertThat(each.longestStep()).isGreaterThan(each.step - ROUNDING);
            }
        });
    }

    @Test
    void proposalsThatAreNoShares_areNamed() {
        forAll(each -> {
            boolean illegal = Arrays.stream(each.proposed).anyMatch(share -> !(share >= 0) || Double.isInfinite(share));
            boolean none = Arrays.stream(each.proposed).noneMatch(share -> share > 0 && Double.isFinite(share));
            assertThat(each.fired("illegal-proposal")).isEqualTo(illegal);
            if (each.held.isEmpty()) {
                assertThat(each.fired("uniform")).isEqualTo(none);
            }
        });
    }

    @Test
    void changes_areNamed() {
        forAll(each -> {
            if (each.guarded.fired().isEmpty() && each.held.isEmpty()) {
                double[] wanted = each.wanted();
                double[] got = each.shares();
                for (int i = 0; i < each.n(); i++) {
                    assertThat(Math.abs(got[i] - wanted[i])).isLessThanOrEqualTo(ROUNDING);
                }
            }
        });
    }

    @Test
    void pins_areHeld_orNamedAsRelaxed() {
        forAll(each -> {
            double[] wanted = each.proposed;
            double[] got = each.shares();
            if (!each.fired("pin-relaxed")) {
                each.held.stream()
                        .forEach(i -> assertThat(Math.abs(got[i] - wanted[i])).isLessThanOrEqualTo(2 * ROUNDING));
            }
        });
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

    /** One proposal under one set of bounds, guarded. */
    private static final class Case {
        final double floor;
        final double cap;
        final double step;
        final double[] proposed;
        final double[] last;
        final BitSet held = new BitSet();
        final Guarded guarded;

        Case(long seed) {
            var random = new SplittableRandom(seed);
            cap = oneOf(random, 0, 0.1, 0.5, 0.6, 1, random.nextDouble());
            floor = Math.min(cap, oneOf(random, 0, 0.005, 0.2, 0.5, 1, random.nextDouble()));
            step = oneOf(random, 1e-6, 0.01, 0.2, 1, 1e-6 + 0.999 * random.nextDouble());
            int n = seed % 1_000 == 0 ? 10_000 : (int) oneOf(random, 1, 2, 2, 3, 5, 5, 40, 300);
            proposed = proposed(random, n);
            last = last(random, n);
            if (random.nextInt(3) == 0) {
                pin(random, n);
            }
            guarded = new WeightGuard(floor, cap, step).apply(proposed, last, held);
        }

        private void pin(SplittableRandom random, int n) {
            for (int pins = random.nextInt(3); pins > 0; pins--) {
                int node = random.nextInt(n);
                held.set(node);
                proposed[node] = oneOf(random, 0, 0.3, 0.5, random.nextDouble());
            }
        }

        private static double[] proposed(SplittableRandom random, int n) {
            double[] proposed = new double[n];
            boolean wild = random.nextInt(3) == 0;
            double sharpness = 1 + random.nextInt(8);
            for (int i = 0; i < n; i++) {
                proposed[i] = wild && random.nextBoolean() ? wild(random) : Math.pow(random.nextDouble(), sharpness);
            }
            return proposed;
        }

        private static double wild(SplittableRandom random) {
            return oneOf(
                    random,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    -1,
                    -0.0,
                    0,
                    Double.MIN_VALUE,
                    1e-300,
                    Double.MAX_VALUE,
                    1e9);
        }

        /** Shares in force: those of a legal plan, with nodes that left, joined, or both; or anything at all. */
        private static double[] last(SplittableRandom random, int n) {
            double[] last = proposed(random, n);
            int kind = random.nextInt(5);
            if (kind < 4) {
                int left = kind == 1 || kind == 3 ? 1 + random.nextInt(n) : 0;
                double sum = left;
                for (int i = 0; i < n; i++) {
                    last[i] = Double.isFinite(last[i]) && last[i] >= 0 && last[i] <= 1 ? last[i] : 1e-6;
                    sum += last[i];
                }
                for (int i = 0; i < n; i++) {
                    last[i] = kind >= 2 && random.nextInt(3) == 0 ? Double.NaN : last[i] / sum;
                }
            }
            return last;
        }

        private static double oneOf(SplittableRandom random, double... values) {
            return values[random.nextInt(values.length)];
        }

        int n() {
            return proposed.length;
        }

        boolean fired(String name) {
            return guarded.fired().stream().anyMatch(guard -> guard.name().equals(name));
        }

        double[] shares() {
            return guarded.weights().stream()
                    .mapToDouble(weight -> weight / 1e6)
                    .toArray();
        }

        /** The legal part of the proposal, scaled to 1. */
        double[] wanted() {
            double sum = Arrays.stream(proposed).sum();
            return Arrays.stream(proposed).map(share -> share / sum).toArray();
        }

        double longestStep() {
            double longest = 0;
            double[] got = shares();
            for (int i = 0; i < n(); i++) {
                boolean known = last[i] >= 0 && last[i] <= 1;
                longest = known ? Math.max(longest, Math.abs(got[i] - last[i])) : longest;
            }
            return longest;
        }

        @Override
        public String toString() {
            var head = List.of("floor " + floor, "cap " + cap, "step " + step, "held " + held) + " ";
            return n() > 40
                    ? head + n() + " nodes, fired " + guarded.fired()
                    : head + "proposed " + Arrays.toString(proposed) + " last " + Arrays.toString(last) + " got "
                            + guarded;
        }
    }
}
