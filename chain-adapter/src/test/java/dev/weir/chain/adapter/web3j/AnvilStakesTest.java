package dev.weir.chain.adapter.web3j;

import dev.weir.chain.RememberedStakes;
import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeReaderContract;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

final class AnvilStakesTest extends StakeReaderContract {
    private final ChainConnection chain = ChainConnection.open(Anvil.shared().rpc());
    private final AtomicLong nanos = new AtomicLong();
    private final StakeTransactions transactions;
    private final StakeReader reader;

    AnvilStakesTest() {
        var contracts = new DevnetDeployer(chain, Anvil.contracts()).deploy(List.of());
        transactions = new StakeTransactions(chain, contracts);
        reader = new RememberedStakes(new Web3jStakeReader(chain, contracts), Runnable::run, nanos::get);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Override
    protected StakeReader reader() {
        return reader;
    }

    @Override
    protected void stake(Signer wallet, TokenAmount amount) {
        transactions.stake(wallet, amount);
    }

    @Override
    protected void unstake(Signer wallet, TokenAmount amount) {
        transactions.unstake(wallet, amount);
    }

    @Override
    protected void oneBlockLater() {
        nanos.addAndGet(1_000_000_000);
    }
}
