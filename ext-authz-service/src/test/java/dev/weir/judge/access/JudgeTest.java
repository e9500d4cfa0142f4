package dev.weir.judge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.Caller;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is let in, at which tier. */
final class JudgeTest extends JudgeUnderTest {
    @Test
    void withoutCredentials_isRefusedAndToldWhereToSignIn() {
        var deny = refused(judge.judge(get("quotes", Optional.empty())));

        assertThat(deny.reason()).isEqualTo(DenyReason.CREDENTIALS_MISSING);
        assertThat(deny.detail()).contains("/auth/");
    }

    @Test
    void publicApi_isForEverybody_whoeverTheySayTheyAre() {
        var open = new Judge(
                Configs.of("{name: open, match: {prefix: /open}, pools: [edge], access: public}"),
                sessions,
                this::stakeOf,
                behaviour,
                banned,
                random);

        assertThat(allowed(open.judge(get("open", Optional.empty()))).tier()).isEqualTo(Tier.OPEN);
        assertThat(open.judge(get("open", Optional.empty())).caller()).isInstanceOf(Caller.Address.class);
        assertThat(allowed(open.judge(get("open", Optional.of("nobody's")))).tier())
                .isEqualTo(Tier.OPEN);
        assertThat(open.judge(get("open")).caller()).isEqualTo(new Caller.Wallet(ALICE));

        store.goAway();
        assertThat(open.judge(get("open", Optional.of("another's"))).caller()).isInstanceOf(Caller.Address.class);
        store.comeBack();
        clock.forward(Duration.ofHours(1));
        assertThat(open.judge(get("open")).caller()).isInstanceOf(Caller.Address.class);
    }

    @Test
    void inventedToken_isRefused() {
        assertThat(refused(judge.judge(get("quotes", Optional.of("nobody's")))).reason())
                .isEqualTo(DenyReason.SESSION_UNKNOWN);
    }

    @Test
    void expiredSession_isRefusedAsSuch() {
        clock.forward(Duration.ofHours(1));

        assertThat(refused(judge.judge(get("quotes"))).reason()).isEqualTo(DenyReason.SESSION_EXPIRED);
    }

    @Test
    void signedInWallet_isLetInAtTheOpenTier() {
        var judgement = judge.judge(get("quotes"));

        assertThat(allowed(judgement).tier()).isEqualTo(Tier.OPEN);
        assertThat(judgement.caller()).isEqualTo(new Caller.Wallet(ALICE));
    }

    @Test
    void walletWithTheStakeOfAnyApi_isStakedEverywhere() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("100"));

        assertThat(allowed(judge.judge(get("quotes"))).tier()).isEqualTo(Tier.STAKED);
        assertThat(allowed(judge.judge(rpc(BLOCK))).tier()).isEqualTo(Tier.STAKED);
    }

    @Test
    void stakeBelowWhatTheApiAsks_isRefusedWithBothAmounts() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("99.5"));

        var deny = refused(judge.judge(rpc(BLOCK)));

        assertThat(deny.reason()).isEqualTo(DenyReason.STAKE_REQUIRED);
        assertThat(deny.detail())
                .isEqualTo("This API needs a stake of 100 WEIR; " + ALICE.wallet() + " has staked 99.5 WEIR.");
        assertThat(deny.remedy()).isEqualTo(new Remedy.Stake(TokenAmount.ofTokens("100")));
    }

    @Test
    void chainGone_refusesWhereStakeIsNeeded() {
        chainGone = true;

        assertThat(refused(judge.judge(rpc(BLOCK))).reason()).isEqualTo(DenyReason.STAKE_UNAVAILABLE);
    }

    @Test
    void chainGone_meansTheLowerTierWhereNoneIsNeeded() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("100"));
        chainGone = true;

        assertThat(allowed(judge.judge(get("quotes"))).tier()).isEqualTo(Tier.OPEN);
    }

    @Test
    void storeGone_refusesWhoeverSendsAToken() {
        store.goAway();

        var judgement = judge.judge(get("quotes"));

        assertThat(refused(judgement).reason()).isEqualTo(DenyReason.STATE_UNAVAILABLE);
        assertThat(judgement.caller()).isEqualTo(new Caller.Address("10.0.0.9"));
    }

    @Test
    void pathOfNoApi_isRefused_alsoForASignedInWallet() {
        assertThat(refused(judge.judge(request(Optional.empty(), "GET", Optional.of("alice"), "")))
                        .reason())
                .isEqualTo(DenyReason.API_UNKNOWN);
        assertThat(refused(judge.judge(get("not-configured"))).reason()).isEqualTo(DenyReason.API_UNKNOWN);
    }

    @Test
    void signIn_isOpenToAnAddress() {
        var judgement = judge.judge(get("auth", Optional.empty()));

        assertThat(allowed(judgement).tier()).isEqualTo(Tier.OPEN);
        assertThat(judgement.caller()).isEqualTo(new Caller.Address("10.0.0.9"));
    }

    @Test
    void signIn_ofAnAnomalousAddress_isSlowedThenRefused() {
        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.7, 0.0);
        scored(get("auth", Optional.empty()));
        assertThat(allowed(judge.judge(get("auth", Optional.empty()))).tier()).isEqualTo(Tier.SLOWED);

        clock.forward(Duration.ofSeconds(1));
        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.95, 0.0);
        scored(get("auth", Optional.empty()));
        assertThat(refused(judge.judge(get("auth", Optional.empty()))).reason()).isEqualTo(DenyReason.ANOMALOUS);
    }

    @Test
    void score_overSlow_takesTheSlowedTier_alsoFromTheStaked() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("100"));
        detector.says(0.4, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(get("quotes"));

        var allow = allowed(judge.judge(get("quotes")));

        assertThat(allow.tier()).isEqualTo(Tier.SLOWED);
        assertThat(allow.anomaly().value()).isEqualTo(0.7);
    }

    @Test
    void score_overDeny_isRefusedWithItsReasons() {
        detector.says(0.2, 0.6, 0.1, 0.05, 0.0, 0.0, 0.0);
        scored(get("quotes"));

        var deny = refused(judge.judge(get("quotes")));

        assertThat(deny.reason()).isEqualTo(DenyReason.ANOMALOUS);
        assertThat(deny.detail()).contains("(paths, rate)");
        assertThat(deny.anomaly().reasons().getFirst().feature()).isEqualTo("paths");
        assertThat(deny.remedy())
                .isInstanceOfSatisfying(
                        Remedy.Wait.class,
                        wait -> assertThat(wait.time()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15)));
    }

    @Test
    void score_ofAnObservedApi_neverMatters() {
        var observing = new Judge(
                Configs.of("{name: quotes, match: {prefix: /quotes}, pools: [edge]}"),
                sessions,
                chain,
                behaviour,
                banned,
                random);
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(get("quotes"));

        var allow = allowed(observing.judge(get("quotes")));

        assertThat(allow.tier()).isEqualTo(Tier.OPEN);
        assertThat(allow.anomaly().value()).isEqualTo(1);
    }

    @Test
    void score_isTheWalletsOwn_notItsAddresses() {
        detector.says(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(get("quotes", Optional.empty()));
        assertThat(refused(judge.judge(get("quotes", Optional.empty()))).reason())
                .isEqualTo(DenyReason.ANOMALOUS);

        detector.says(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        scored(get("quotes"));
        assertThat(allowed(judge.judge(get("quotes"))).tier()).isEqualTo(Tier.OPEN);
    }
}
