package dev.weir.chain.adapter.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.port.TransactionFailed.NotSent;
import dev.weir.chain.port.TransactionFailed.Reverted;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StakeTransactionsTest {
    private static final Signer ALICE = Devnet.signer(7);

    private final ChainConnection chain = ChainConnection.open(Anvil.shared().rpc());
    private final StakeTransactions stakes =
            new StakeTransactions(chain, new DevnetDeployer(chain, Anvil.contracts()).deploy(List.of()));

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void stake_ofMoreThanTheWalletHas_saysWhatItHas() {
        assertThatThrownBy(() -> stakes.stake(ALICE, TokenAmount.ofTokens("10000.5")))
                .isInstanceOf(Reverted.class)
                .hasMessageContaining("has 10000 WEIR, not 10000.5");
    }

    @Test
    void stake_ofNothing_isRefusedByTheContract() {
        assertThatThrownBy(() -> stakes.stake(ALICE, TokenAmount.ZERO)).isInstanceOf(Reverted.class);
    }

    @Test
    void unstake_ofMoreThanStaked_saysWhatIsStaked() {
        stakes.stake(ALICE, new TokenAmount(BigInteger.TEN));

        assertThatThrownBy(() -> stakes.unstake(ALICE, new TokenAmount(BigInteger.valueOf(11))))
                .isInstanceOf(Reverted.class)
                .hasMessageContaining("StakeVault_StakeTooSmall(" + ALICE.wallet() + ", 10, 11)");
    }

    @Test
    void withdraw_withoutARequest_isRefused() {
        assertThatThrownBy(() -> stakes.withdraw(ALICE))
                .isInstanceOf(Reverted.class)
                .hasMessageContaining("StakeVault_NothingToWithdraw");
    }

    @Test
    void stake_askedBack_isPaidOutAfterTheCooldownAndNotBefore() {
        stakes.stake(ALICE, TokenAmount.ofTokens("100"));
        stakes.unstake(ALICE, TokenAmount.ofTokens("40"));
        assertThat(stakes.balanceOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("9900"));

        assertThatThrownBy(() -> stakes.withdraw(ALICE))
                .isInstanceOf(Reverted.class)
                .hasMessageContaining("StakeVault_CoolingDown");

        Anvil.shared().passSeconds(DevnetDeployer.COOLDOWN.toSeconds());
        stakes.withdraw(ALICE);

        assertThat(stakes.balanceOf(ALICE.wallet())).isEqualTo(TokenAmount.ofTokens("9940"));
    }

    @Test
    void hundredTransactions_costNoMoreEachThanTheFirst() throws IOException {
        var before = gas();
        for (int i = 0; i < 100; i++) {
            stakes.stake(ALICE, new TokenAmount(BigInteger.ONE));
        }
        assertThat(gas().subtract(before)).isLessThanOrEqualTo(BigInteger.ZERO);
    }

    private BigInteger gas() throws IOException {
        return chain.answer(chain.web3j().ethGasPrice()).getGasPrice();
    }

    @Test
    void stake_withoutAChain_isNotSent() {
        var anywhere = new ContractAddresses(31_337, ALICE.wallet(), ALICE.wallet(), ALICE.wallet());
        try (var nowhere = ChainConnection.open(URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> new StakeTransactions(nowhere, anywhere).stake(ALICE, TokenAmount.ofTokens("1")))
                    .isInstanceOf(NotSent.class)
                    .hasMessageContaining("http://127.0.0.1:1");
        }
    }
}
