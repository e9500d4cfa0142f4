package dev.weir.judge.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.config.WeirConfig;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.judge.SettableClock;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.MemorySessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.Decision.Allow;
import dev.weir.model.Decision.Deny;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import dev.weir.model.Tier;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the gateway's own weir.yaml: /rpc asks for 100 WEIR, all slow at 0.7 and deny at 0.95. */
final class JudgeTest {
    private static final WeirConfig SHIPPED = WeirConfig.read(Path.of("../weir.yaml"));
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final AccountId ALICE = new AccountId(31_337, Devnet.wallet(0));
    private static final String BLOCK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}";
    private static final String SEND =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendRawTransaction\",\"params\":[\"0x\"]}";
    private static final String MINE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evm_mine\",\"params\":[]}";

    private final SettableClock clock = new SettableClock(NOON);
    private final MemorySessionStore store = new MemorySessionStore();
    private final InMemoryChain chain = new InMemoryChain();
    private final FixedDetector detector = new FixedDetector();
    private final CallerBehaviour behaviour = new CallerBehaviour(detector, OrdinaryLog.none(), clock);
    private final Sessions sessions = new Sessions(store, clock, clock::nanos);
    private final Random random = new Random(1);
    private boolean chainGone;
    private final Judge judge = new Judge(SHIPPED, sessions, this::stakeOf, behaviour, random);

    @BeforeEach
    void signIn() {
        store.open(Sha256.of("alice"), new Session(ALICE, NOON.plusSeconds(3_600)));
    }

    @Test
    void withoutCredentials_isRefusedAndToldWhereToSignIn() {
        var deny = refused(judge.judge(get("quotes", Optional.empty())));

        assertThat(deny.reason()).isEqualTo(DenyReason.CREDENTIALS_MISSING);
        assertThat(deny.detail()).contains("/auth/");
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

    @Test
    void jsonRpcByGet_isRefused() {
        stake();

        var deny = refused(judge.judge(get("eth-rpc")));

        assertThat(deny.reason()).isEqualTo(DenyReason.HTTP_METHOD_NOT_ALLOWED);
        assertThat(deny.problem().headers()).containsEntry("allow", "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"eth_call\"",
                "[7]",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":null}",
                "{\"id\":1,\"method\":\"eth_call\"}"
            })
    void bodyThatIsNoJsonRpc_isMalformed(String body) {
        stake();

        assertThat(refused(judge.judge(rpc(body))).reason()).isEqualTo(DenyReason.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|BODY_MISSING|The body is empty.",
                "' '|BODY_MISSING|The body is empty.",
                "not json|BODY_NOT_JSON|The body is not one JSON value.",
                "'{\"jsonrpc\":'|BODY_NOT_JSON|The body is not one JSON value.",
                "[]|BATCH_EMPTY|The batch is empty.",
                "'{\"id\":1,\"id\":1}'|MEMBER_TWICE|An object has two members of one name.",
                "'\ufeff{}'|BODY_MARKED|The body begins with a byte order mark; send UTF-8 without one.",
            })
    void unreadableBody_isRefusedInItsOwnWords(String body, DenyReason reason, String detail) {
        stake();

        var deny = refused(judge.judge(rpc(body)));

        assertThat(deny.reason()).isEqualTo(reason);
        assertThat(deny.detail()).isEqualTo(detail);
    }

    @Test
    void bodyBeyondALimit_isToldWhichAndHowMuch() {
        stake();

        var items = refused(judge.judge(rpc("[" + (BLOCK + ",").repeat(100) + BLOCK + "]")));
        assertThat(items.reason()).isEqualTo(DenyReason.BATCH_TOO_LARGE);
        assertThat(items.detail()).isEqualTo("The batch has more requests than the limit of 100.");
        var depth = refused(judge.judge(rpc("[".repeat(33) + "]".repeat(33))));
        assertThat(depth.reason()).isEqualTo(DenyReason.BODY_TOO_DEEP);
        assertThat(depth.detail()).contains("the limit of 32");
        var bytes = refused(judge.judge(rpc(" ".repeat(262_145))));
        assertThat(bytes.reason()).isEqualTo(DenyReason.REQUEST_TOO_LARGE);
        assertThat(bytes.detail()).contains("the limit of 262144 bytes");
    }

    @Test
    void methodThatIsNotOffered_isRefusedByName() {
        stake();

        var deny = refused(judge.judge(rpc(MINE)));

        assertThat(deny.reason()).isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(deny.detail()).contains("evm_mine");
    }

    @Test
    void batch_passesOnlyWhereAllThatItCallsIsOffered() {
        stake();

        var deny = refused(judge.judge(rpc("[" + MINE + "," + BLOCK + ",{\"method\":\"anvil_setBalance\"}]")));
        assertThat(deny.reason()).isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(deny.detail())
                .isEqualTo(
                        "Not offered here: evm_mine, anvil_setBalance. None of the batch was sent; send it without.");
        assertThat(judge.judge(rpc("[" + BLOCK + "," + SEND + "]")).decision()).isInstanceOf(Allow.class);
    }

    @Test
    void batch_withAnItemThatIsNoRequest_passesBesideOthers_andTheNodeAnswersIt() {
        stake();

        assertThat(judge.judge(rpc("[7," + BLOCK + ",{\"id\":2,\"method\":\"eth_call\",\"params\":null}]"))
                        .decision())
                .isInstanceOf(Allow.class);
    }

    @Test
    void batch_withAMemberThatAnotherReaderMayTakeForTheMethod_isRefused() {
        stake();

        assertThat(refused(
                                judge.judge(
                                        rpc(
                                                "[" + BLOCK
                                                        + ",{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"Method\":\"anvil_mine\"}]")))
                        .reason())
                .isEqualTo(DenyReason.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpc.discover", "system/health", "eth call"})
    void methodOfAnyShape_isRefusedAsOne(String method) {
        stake();

        var deny = refused(judge.judge(rpc(BLOCK.replace("eth_blockNumber", method))));

        assertThat(deny.reason()).isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(deny.detail()).isEqualTo("Not offered here: " + method + ".");
    }

    @Test
    void methods_areThoseOfTheApi() {
        var own = new Judge(
                Configs.of(
                        "{name: eth-rpc, match: {prefix: /rpc}, pools: [edge], protocol: json-rpc, methods: [evm_*, \"!evm_revert\"]}"),
                sessions,
                chain,
                behaviour,
                random);

        assertThat(own.judge(rpc(MINE)).decision()).isInstanceOf(Allow.class);
        assertThat(refused(own.judge(rpc(MINE.replace("mine", "revert")))).reason())
                .isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(refused(own.judge(rpc(BLOCK))).reason()).isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(own.judge(rpc(MINE)).work().idempotent()).isFalse();
    }

    @Test
    void batch_countsAsItsItems_andAllElseAsOne() {
        stake();

        assertThat(judge.judge(rpc("[" + BLOCK + "," + SEND + ",7]")).work().units())
                .isEqualTo(3);
        assertThat(judge.judge(rpc(BLOCK)).work().units()).isEqualTo(1);
        assertThat(judge.judge(get("quotes")).work().units()).isEqualTo(1);
    }

    @Test
    void body_isJudgedBeforeTheStake_soThatTheChainIsNotAskedForNonsense() {
        chainGone = true;

        assertThat(refused(judge.judge(rpc("nonsense"))).reason()).isEqualTo(DenyReason.BODY_NOT_JSON);
    }

    @Test
    void session_isJudgedBeforeTheBody() {
        var request = request(Optional.of(new ApiName("eth-rpc")), "POST", Optional.empty(), "nonsense");

        assertThat(refused(judge.judge(request)).reason()).isEqualTo(DenyReason.CREDENTIALS_MISSING);
    }

    @Test
    void requestsThatMayBeSentAgain_areSaidToBeIdempotent() {
        stake();

        assertThat(judge.judge(get("quotes")).work().idempotent()).isTrue();
        assertThat(judge.judge(request(Optional.of(new ApiName("quotes")), "HEAD", Optional.of("alice"), ""))
                        .work()
                        .idempotent())
                .isTrue();
        assertThat(judge.judge(rpc(BLOCK)).work().idempotent()).isTrue();
        assertThat(judge.judge(rpc("[" + BLOCK + ",7]")).work().idempotent()).isTrue();
    }

    @Test
    void requestsThatChangeSomething_areNotIdempotent() {
        stake();

        assertThat(judge.judge(request(Optional.of(new ApiName("quotes")), "POST", Optional.of("alice"), ""))
                        .work()
                        .idempotent())
                .isFalse();
        assertThat(judge.judge(rpc(SEND)).work().idempotent()).isFalse();
        assertThat(judge.judge(rpc("[" + BLOCK + "," + SEND + "]")).work().idempotent())
                .isFalse();
    }

    /** Once this has been asked, and a round of scoring is over. */
    private void scored(RequestFacts request) {
        judge.judge(request);
        behaviour.round();
    }

    private void stake() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("100"));
    }

    private TokenAmount stakeOf(WalletAddress wallet) {
        if (chainGone) {
            throw new StakeUnavailable("the chain is gone", null);
        }
        return chain.stakeOf(wallet);
    }

    private static RequestFacts get(String api) {
        return get(api, Optional.of("alice"));
    }

    private static RequestFacts get(String api, Optional<String> token) {
        return request(Optional.of(new ApiName(api)), "GET", token, "");
    }

    private static RequestFacts rpc(String body) {
        return request(Optional.of(new ApiName("eth-rpc")), "POST", Optional.of("alice"), body);
    }

    private static RequestFacts request(Optional<ApiName> api, String method, Optional<String> token, String body) {
        return new RequestFacts(
                api,
                method,
                "/some/path",
                token,
                "10.0.0.9",
                body.isEmpty() ? Optional.empty() : Optional.of(JsonRpcBatch.parse(body.getBytes(UTF_8))),
                body.length());
    }

    private static Allow allowed(Judgement judgement) {
        assertThat(judgement.decision()).isInstanceOf(Allow.class);
        return (Allow) judgement.decision();
    }

    private static Deny refused(Judgement judgement) {
        assertThat(judgement.decision()).isInstanceOf(Deny.class);
        return (Deny) judgement.decision();
    }
}
