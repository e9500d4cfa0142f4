package dev.weir.judge.access;

import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.config.WeirConfig;
import dev.weir.judge.signin.SessionState;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the wallet has staked: enough for this API, and for the tier. Where the API asks for a stake it waits for the chain, for as long as the reader does, and fails
 * closed. Elsewhere it takes what is known and never waits: an unreadable chain, or a wallet that was not asked about yet, means the lower tier.
 *
 * @param smallest that any API asks for: it earns the tier where this one asks for none
 */
record StakeCheck(StakeReader stakes, Optional<TokenAmount> smallest) implements Check {
    static StakeCheck of(WeirConfig config, StakeReader stakes) {
        return new StakeCheck(
                stakes,
                config.apis().stream()
                        .flatMap(api -> api.access().stake().stream())
                        .min(Comparator.comparing(TokenAmount::baseUnits)));
    }

    @Override
    public Verdict look(Case at) {
        if (!(at.session() instanceof SessionState.Active active)) {
            return new Verdict.Go(at);
        }
        var wallet = active.account().wallet();
        var needed = at.api().orElseThrow().access().stake();
        return needed.isPresent() ? required(at, wallet, needed.get()) : new Verdict.Go(welcome(at, wallet));
    }

    private Verdict required(Case at, WalletAddress wallet, TokenAmount needed) {
        try {
            var has = stakes.stakeOf(wallet);
            return has.isAtLeast(needed)
                    ? new Verdict.Go(staked(at))
                    : at.deny(
                            DenyReason.STAKE_REQUIRED,
                            "This API needs a stake of " + needed.toTokens() + " WEIR; " + wallet + " has staked "
                                    + has.toTokens() + " WEIR.",
                            new Remedy.Stake(needed));
        } catch (StakeUnavailable e) {
            return at.deny(
                    DenyReason.STAKE_UNAVAILABLE, "The chain does not tell stakes now. Try again in some seconds.");
        }
    }

    private Case welcome(Case at, WalletAddress wallet) {
        try {
            boolean enough = smallest.isPresent()
                    && stakes.known(wallet)
                            .filter(has -> has.isAtLeast(smallest.get()))
                            .isPresent();
            return enough ? staked(at) : at;
        } catch (StakeUnavailable e) {
            return at;
        }
    }

    private static Case staked(Case at) {
        return at.tier() == Tier.SLOWED ? at : at.at(Tier.STAKED);
    }
}
