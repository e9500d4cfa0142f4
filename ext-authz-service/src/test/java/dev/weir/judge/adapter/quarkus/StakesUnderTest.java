package dev.weir.judge.adapter.quarkus;

import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import io.quarkus.test.Mock;
import jakarta.inject.Singleton;

/** Stands in for the chain: its in-memory twin, which can go away, or be broken. */
@Mock
@Singleton
public class StakesUnderTest implements StakeReader {
    enum State {
        WELL,
        GONE,
        BROKEN
    }

    final InMemoryChain chain = new InMemoryChain();
    volatile State state = State.WELL;

    @Override
    public TokenAmount stakeOf(WalletAddress wallet) {
        return switch (state) {
            case WELL -> chain.stakeOf(wallet);
            case GONE -> throw new StakeUnavailable("gone", null);
            case BROKEN -> throw new IllegalStateException("a bug");
        };
    }
}
