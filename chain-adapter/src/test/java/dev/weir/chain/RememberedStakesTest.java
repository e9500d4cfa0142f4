package dev.weir.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Questions are answered at once, or when the test lets them. */
final class RememberedStakesTest {
    private static final WalletAddress ALICE = Devnet.wallet(0);
    private static final WalletAddress BOB = Devnet.wallet(1);
    private static final TokenAmount TEN = TokenAmount.ofTokens("10");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean gone;
    private final RememberedStakes stakes = remembered(Runnable::run);

    @Test
    void stake_readTwiceInASecond_isAskedForOnce() {
        assertThat(stakes.stakeOf(ALICE)).isEqualTo(TEN);
        assertThat(stakes.stakeOf(ALICE)).isEqualTo(TEN);
        assertThat(questions).hasValue(1);

        forward(Duration.ofSeconds(1));
        stakes.stakeOf(ALICE);
        assertThat(questions).hasValue(2);
    }

    @Test
    void errorOfTheChain_isOfItsQuestionAlone() {
        gone = true;
        assertUnavailable(stakes);
        assertUnavailable(stakes);
        assertThat(questions).hasValue(2);

        gone = false;
        assertThat(stakes.stakeOf(ALICE)).isEqualTo(TEN);
    }

    @Test
    void chainThatHung_isTriedByOneQuestionAfterASecond() throws InterruptedException {
        var hangs = new AtomicBoolean(true);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = new RememberedStakes(
                    wallet -> {
                        questions.incrementAndGet();
                        try {
                            if (hangs.get()) {
                                end.await();
                            }
                        } catch (InterruptedException e) {
                            throw new StakeUnavailable("interrupted", e);
                        }
                        return TEN;
                    },
                    threads,
                    nanos::get);
            assertUnavailable(slow);
            assertThatThrownBy(() -> slow.stakeOf(BOB)).isInstanceOf(StakeUnavailable.class);
            assertThat(questions).hasValue(1);

            hangs.set(false);
            end.countDown();
            forward(Duration.ofSeconds(1));
            assertThat(slow.stakeOf(BOB)).isEqualTo(TEN);
            assertThat(slow.stakeOf(ALICE)).isEqualTo(TEN);
        }
    }

    @Test
    void chainThatHangs_isGivenUpAfterHalfASecond_andNobodyWaitsAfterThat() throws InterruptedException {
        var hangs = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = new RememberedStakes(
                    wallet -> {
                        questions.incrementAndGet();
                        try {
                            hangs.await();
                        } catch (InterruptedException e) {
                            throw new StakeUnavailable("interrupted", e);
                        }
                        return TEN;
                    },
                    threads,
                    nanos::get);

            assertThatThrownBy(() -> slow.stakeOf(ALICE))
                    .isInstanceOf(StakeUnavailable.class)
                    .hasMessageContaining("no answer within");
            assertThatThrownBy(() -> slow.stakeOf(BOB))
                    .isInstanceOf(StakeUnavailable.class)
                    .hasMessageContaining("did not answer of late");
            assertThat(slow.known(BOB)).isEmpty();
            assertThat(questions).hasValue(1);
            hangs.countDown();
        }
    }

    @Test
    void known_neverWaits_andIsThereOnceTheChainHasAnswered() {
        var behind = remembered(waiting::add);

        assertThat(behind.known(ALICE)).isEmpty();
        assertThat(behind.known(ALICE)).isEmpty();
        assertThat(waiting).hasSize(1);

        waiting.remove().run();
        assertThat(behind.known(ALICE)).contains(TEN);
    }

    @Test
    void known_standsForFiveMinutes_whileTheChainIsGone() {
        stakes.known(ALICE);
        gone = true;
        forward(Duration.ofMinutes(5).minusMillis(1));
        assertThat(stakes.known(ALICE)).contains(TEN);

        forward(Duration.ofMillis(1));
        assertThat(stakes.known(ALICE)).isEmpty();
    }

    @Test
    void whatIsRequired_isNeverAnOldStake() {
        stakes.stakeOf(ALICE);
        gone = true;
        forward(Duration.ofSeconds(1));

        assertUnavailable(stakes);
    }

    @Test
    void questionsBeyondTheRoom_areRefused_untilOneIsAnswered() {
        var full = remembered(waiting::add);
        for (int wallet = 0; wallet < RememberedStakes.AT_ONCE; wallet++) {
            full.known(new WalletAddress("0x%040x".formatted(wallet + 1)));
        }
        assertThat(waiting).hasSize(RememberedStakes.AT_ONCE);

        assertThatThrownBy(() -> full.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
        assertThat(waiting).hasSize(RememberedStakes.AT_ONCE);

        waiting.remove().run();
        full.known(BOB);
        assertThat(waiting).hasSize(RememberedStakes.AT_ONCE);
    }

    private RememberedStakes remembered(Executor threads) {
        return new RememberedStakes(
                wallet -> {
                    questions.incrementAndGet();
                    if (gone) {
                        throw new StakeUnavailable("the chain is gone", null);
                    }
                    return TEN;
                },
                threads,
                nanos::get);
    }

    private static void assertUnavailable(RememberedStakes stakes) {
        assertThatThrownBy(() -> stakes.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
    }

    private void forward(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
