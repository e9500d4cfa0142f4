package dev.weir.chain.adapter.web3j;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.chain.Devnet;
import dev.weir.chain.RememberedStakes;
import dev.weir.model.TokenAmount;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain with a block each second, as the devnet has it. */
final class BlockTimeTest {
    @Test
    void stake_isSeenWithinTwoBlocksOfBeingSent() throws IOException {
        try (var anvil = Anvil.start("--block-time", "1");
                var chain = ChainConnection.open(anvil.rpc())) {
            var contracts = new DevnetDeployer(chain, Anvil.contracts()).deploy(List.of());
            var reader =
                    new RememberedStakes(new Web3jStakeReader(chain, contracts), Runnable::run, Ticker.systemTicker());
            var wallet = Devnet.signer(7);
            assertThat(reader.stakeOf(wallet.wallet())).isEqualTo(TokenAmount.ZERO);
            long sentAt = chain.blockNumber().longValueExact();

            new StakeTransactions(chain, contracts).stake(wallet, TokenAmount.ofTokens("100"));
            var seen = TokenAmount.ZERO;
            long seenAt = sentAt;
            while (seen.equals(TokenAmount.ZERO) && seenAt < sentAt + 10) {
                seen = reader.stakeOf(wallet.wallet());
                seenAt = chain.blockNumber().longValueExact();
            }

            assertThat(seen).isEqualTo(TokenAmount.ofTokens("100"));
            assertThat(seenAt - sentAt)
                    .isBetween(1L, 3L); // sent after a block began: the third may have just begun too
        }
    }
}
