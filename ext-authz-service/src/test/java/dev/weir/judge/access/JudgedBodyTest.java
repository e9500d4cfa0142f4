package dev.weir.judge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.ApiName;
import dev.weir.model.Decision.Allow;
import dev.weir.model.DenyReason;
import dev.weir.model.PoolName;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body has to be, and what is said of it. */
final class JudgedBodyTest extends JudgeUnderTest {
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
                banned,
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

    /** Of a publisher's own: two full nodes and one that traces. */
    private Judgement own(String body) {
        var judge = new Judge(
                Configs.ofOwn(
                        "{name: eth-rpc, match: {prefix: /own}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full, tracers], access: public, units: {eth_getLogs: 20, \"debug_*\": 50}}",
                        "{name: full, methods: [\"*\", \"!debug_*\"], endpoints: [{url: \"http://10.0.0.1:8545\"}]}",
                        "{name: tracers, methods: [debug_*, eth_getLogs], endpoints: [{url: \"http://10.0.0.2:8545\"}]}"),
                sessions,
                this::stakeOf,
                behaviour,
                banned,
                random);
        return judge.judge(rpc(body));
    }

    private static String call(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[]}";
    }

    @Test
    void body_countsAsTheUnitsOfItsMethods() {
        assertThat(own(call("eth_call")).work().units()).isEqualTo(1);
        assertThat(own(call("eth_getLogs")).work().units()).isEqualTo(20);
        assertThat(own("[" + call("debug_traceCall") + "," + call("eth_getLogs") + "]")
                        .work()
                        .units())
                .isEqualTo(70);
    }

    @Test
    void body_isForThePoolsThatAnswerAllOfIt() {
        assertThat(own(call("eth_call")).work().pools()).contains(Set.of(new PoolName("full")));
        assertThat(own(call("debug_traceCall")).work().pools()).contains(Set.of(new PoolName("tracers")));
        assertThat(own(call("eth_getLogs")).work().pools()).isEmpty();
        assertThat(own("[" + call("debug_traceCall") + "," + call("eth_getLogs") + "]")
                        .work()
                        .pools())
                .contains(Set.of(new PoolName("tracers")));
    }

    @Test
    void batchThatNoPoolAnswersWhole_isRefused_withWhatToSendApart() {
        var deny = refused(own("[" + call("debug_traceCall") + "," + call("eth_call") + "]"));

        assertThat(deny.reason()).isEqualTo(DenyReason.BATCH_DIVIDED);
        assertThat(deny.detail())
                .isEqualTo(
                        "Each of these is answered by some endpoint, and all by none; send them apart: debug_traceCall, eth_call.");
    }

    @Test
    void methodThatNoPoolAnswers_isRefusedByName() {
        var judge = new Judge(
                Configs.ofOwn(
                        "{name: eth-rpc, match: {prefix: /own}, protocol: json-rpc, methods: [eth_*, debug_*], pools: [full], access: public}",
                        "{name: full, methods: [eth_*], endpoints: [{url: \"http://10.0.0.1:8545\"}]}"),
                sessions,
                this::stakeOf,
                behaviour,
                banned,
                random);

        var deny = refused(judge.judge(rpc(call("debug_traceCall"))));

        assertThat(deny.reason()).isEqualTo(DenyReason.METHOD_NOT_ALLOWED);
        assertThat(deny.detail()).isEqualTo("No endpoint answers: debug_traceCall.");
    }
}
