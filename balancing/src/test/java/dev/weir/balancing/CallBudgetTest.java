package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallBudgetTest {
    @Test
    void whatOneLeaves_anotherMaySpend() {
        var allowance = new CallBudget(10);
        assertThat(allowance.allows(15)).isFalse();

        allowance.spend(5);

        assertThat(allowance.allows(15)).isTrue();
        assertThat(allowance.allows(16)).isFalse();
    }

    @Test
    void savings_areBounded() {
        var allowance = new CallBudget(10);
        for (int i = 0; i < 1_000; i++) {
            allowance.spend(0);
        }

        assertThat(allowance.allows(210)).isTrue();
        assertThat(allowance.allows(211)).isFalse();
    }

    @Test
    void whatWasSpentTooMuch_isSavedAgain_andNotForEver() {
        var allowance = new CallBudget(10);
        for (int i = 0; i < 1_000; i++) {
            allowance.spend(30);
        }
        for (int i = 0; i < 41; i++) {
            allowance.spend(5);
        }

        assertThat(allowance.allows(10)).isTrue();
    }

    @Test
    void withoutALimit_allIsAllowed() {
        var allowance = new CallBudget(Double.POSITIVE_INFINITY);
        allowance.spend(1e300);

        assertThat(allowance.allows(1e300)).isTrue();
    }
}
