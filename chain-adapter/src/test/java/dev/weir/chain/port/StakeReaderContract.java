package dev.weir.chain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;
import org.junit.jupiter.api.Test;

/** What every reader of stakes does, whatever stands behind it. Each test begins with a chain where nobody has staked. */
public abstract class StakeReaderContract {
    private static final Signer ALICE = Devnet.signer(7);
    private static final Signer BOB = Devnet.signer(8);

    protected abstract StakeReader reader();

    protected abstract void stake(Signer wallet, TokenAmount amount);

    protected abstract void unstake(Signer wallet, TokenAmount amount);

    /** Lets so much time pass that a change must be seen. */
    protected abstract void oneBlockLater();

    @Test
    void wallet_thatNeverStaked_hasNothing() {
        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void stake_ofOneWallet_countsForThatWalletAlone() {
        stake(ALICE, TokenAmount.ofTokens("100"));

        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("100"));
        assertThat(reader().stakeOf(BOB.wallet())).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void stake_thatGrows_isSeenABlockLater() {
        stake(ALICE, TokenAmount.ofTokens("0.5"));
        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("0.5"));

        stake(ALICE, TokenAmount.ofTokens("99.5"));
        oneBlockLater();

        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("100"));
    }

    @Test
    void stake_askedBack_countsNoMoreABlockLater() {
        stake(ALICE, TokenAmount.ofTokens("100"));
        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("100"));

        unstake(ALICE, TokenAmount.ofTokens("30"));
        oneBlockLater();

        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("70"));
    }

    @Test
    void unstake_ofMoreThanIsStaked_isRefusedAndChangesNothing() {
        stake(ALICE, TokenAmount.ofTokens("1"));

        assertThatThrownBy(() -> unstake(ALICE, TokenAmount.ofTokens("2"))).isInstanceOf(RuntimeException.class);

        assertThat(reader().stakeOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("1"));
    }
}
