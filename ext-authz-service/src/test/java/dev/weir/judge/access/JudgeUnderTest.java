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
import dev.weir.model.Decision.Allow;
import dev.weir.model.Decision.Deny;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** With the gateway's own weir.yaml: /rpc asks for 100 WEIR, all slow at 0.7 and deny at 0.95. */
abstract class JudgeUnderTest {
    static final WeirConfig SHIPPED = WeirConfig.read(Path.of("../weir.yaml"));
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final AccountId ALICE = new AccountId(31_337, Devnet.wallet(0));
    static final String BLOCK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}";
    static final String SEND =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendRawTransaction\",\"params\":[\"0x\"]}";
    static final String MINE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evm_mine\",\"params\":[]}";

    final SettableClock clock = new SettableClock(NOON);
    final MemorySessionStore store = new MemorySessionStore();
    final InMemoryChain chain = new InMemoryChain();
    final FixedDetector detector = new FixedDetector();
    final CallerBehaviour behaviour = new CallerBehaviour(detector, OrdinaryLog.none(), clock);
    final Sessions sessions = new Sessions(store, clock, clock::nanos);
    final Banned banned = new Banned(clock);
    final Random random = new Random(1);
    boolean chainGone;
    final Judge judge = new Judge(SHIPPED, sessions, this::stakeOf, behaviour, banned, random);

    @BeforeEach
    void signIn() {
        store.open(Sha256.of("alice"), new Session(ALICE, NOON.plusSeconds(3_600)));
    }

    /** Once this has been asked, and a round of scoring is over. */
    final void scored(RequestFacts request) {
        judge.judge(request);
        behaviour.round();
    }

    final void stake() {
        chain.stake(ALICE.wallet(), TokenAmount.ofTokens("100"));
    }

    final TokenAmount stakeOf(WalletAddress wallet) {
        if (chainGone) {
            throw new StakeUnavailable("the chain is gone", null);
        }
        return chain.stakeOf(wallet);
    }

    static RequestFacts get(String api) {
        return get(api, Optional.of("alice"));
    }

    static RequestFacts get(String api, Optional<String> token) {
        return request(Optional.of(new ApiName(api)), "GET", token, "");
    }

    static RequestFacts rpc(String body) {
        return request(Optional.of(new ApiName("eth-rpc")), "POST", Optional.of("alice"), body);
    }

    static RequestFacts request(Optional<ApiName> api, String method, Optional<String> token, String body) {
        return new RequestFacts(
                api,
                method,
                "/some/path",
                token,
                "10.0.0.9",
                body.isEmpty() ? Optional.empty() : Optional.of(JsonRpcBatch.parse(body.getBytes(UTF_8))),
                body.length());
    }

    static Allow allowed(Judgement judgement) {
        assertThat(judgement.decision()).isInstanceOf(Allow.class);
        return (Allow) judgement.decision();
    }

    static Deny refused(Judgement judgement) {
        assertThat(judgement.decision()).isInstanceOf(Deny.class);
        return (Deny) judgement.decision();
    }
}
