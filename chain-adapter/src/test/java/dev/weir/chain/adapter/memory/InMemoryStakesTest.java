package dev.weir.chain.adapter.memory;

import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeReaderContract;
import dev.weir.chain.signature.Signer;
import dev.weir.model.TokenAmount;

final class InMemoryStakesTest extends StakeReaderContract {
    private final InMemoryChain chain = new InMemoryChain();

    @Override
    protected StakeReader reader() {
        return chain;
    }

    @Override
    protected void stake(Signer wallet, TokenAmount amount) {
        chain.stake(wallet.wallet(), amount);
    }

    @Override
    protected void unstake(Signer wallet, TokenAmount amount) {
        chain.unstake(wallet.wallet(), amount);
    }

    @Override
    protected void oneBlockLater() {}
}
