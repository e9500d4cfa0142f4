package dev.weir.cli.devnet;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.DevnetFaucet;
import dev.weir.chain.signature.Signer;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.Instance;
import dev.weir.model.TokenAmount;
import dev.weir.traffic.TrafficCommand;
import dev.weir.traffic.port.TokenSource;
import dev.weir.traffic.port.TokensUnavailable;
import dev.weir.traffic.workload.Party;
import dev.weir.traffic.workload.PlannedCaller;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Signs the generator's callers in, each with a wallet of its own that the devnet gives a stake. Floods come from someone who
 * signed in and staked nothing; scanners and stuffers have no session.
 */
public final class TrafficWallets implements TokenSource {
    private static final TokenAmount STAKE = TokenAmount.ofTokens("100");
    private static final int BATCH = 50;

    private final Supplier<Home> home;
    private int staked;

    private TrafficWallets(Supplier<Home> home) {
        this.home = home;
    }

    /** The command, against the gateway of {@code home} unless its user names another. */
    public static TrafficCommand command(Supplier<Home> home) {
        return new TrafficCommand(
                new TrafficWallets(home), () -> Instance.running(home.get()).gateway(""));
    }

    @Override
    public Optional<String> token(PlannedCaller caller) {
        if (caller.party() == Party.SCAN || caller.party() == Party.STUFFING) {
            return Optional.empty();
        }
        try {
            var instance = Instance.running(home.get());
            if (caller.party() == Party.HONEST && caller.index() >= staked) {
                stakeFrom(instance, caller.index());
            }
            return Optional.of(new DevnetSignIn(instance).token(wallet(caller.party(), caller.index())));
        } catch (CommandFailed e) {
            throw new TokensUnavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private void stakeFrom(Instance instance, int first) {
        try (var chain = ChainConnection.open(instance.chain())) {
            var wallets = IntStream.range(first, first + BATCH)
                    .mapToObj(index -> wallet(Party.HONEST, index))
                    .toList();
            new DevnetFaucet(chain, ContractAddresses.read(home.get().contracts())).stakers(wallets, STAKE);
            staked = first + BATCH;
        }
    }

    /** A key that everyone can compute, good for a devnet only. */
    private static Signer wallet(Party party, int index) {
        var key = BigInteger.valueOf(party.ordinal() + 1L).shiftLeft(64).add(BigInteger.valueOf(index + 1L));
        return Signer.of("%064x".formatted(key));
    }
}
