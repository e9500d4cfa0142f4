package dev.weir.judge.access;

import dev.weir.chain.port.StakeReader;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.config.WeirConfig;
import dev.weir.judge.signin.SessionState;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import dev.weir.model.TokenAmount;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the wallet has staked: enough for this API, and for the tier. Blocks on the chain. Fails closed where the API asks for a stake;
 * elsewhere an unreadable chain means the lower tier.
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
        var needed = at.api().orElseThrow().access().stake();
        var wanted = needed.or(() -> smallest);
        if (wanted.isEmpty() || !(at.session() instanceof SessionState.Active active)) {
            return new Verdict.Go(at);
        }
        var wallet = active.account().wallet();
        try {
            var has = stakes.stakeOf(wallet);
            if (has.isAtLeast(wanted.get())) {
                return new Verdict.Go(at.tier() == Tier.SLOWED ? at : at.at(Tier.STAKED));
            }
            return needed.isEmpty()
                    ? new Verdict.Go(at)
                    : at.deny(
                            DenyReason.STAKE_REQUIRED,
                            "This API needs a stake of " + needed.get().toTokens() + " WEIR; " + wallet + " has staked "
                                    + has.toTokens() + " WEIR.",
                            new Remedy.Stake(needed.get()));
        } catch (StakeUnavailable e) {
            return needed.isEmpty()
                    ? new Verdict.Go(at)
                    : at.deny(
                            DenyReason.STAKE_UNAVAILABLE, "The chain does not tell stakes now. Try again in a second.");
        }
    }
}
