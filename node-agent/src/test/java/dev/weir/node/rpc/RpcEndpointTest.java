package dev.weir.node.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.node.http.Answer;
import dev.weir.node.http.NodeCall;
import dev.weir.node.rpc.port.AnswerTooLarge;
import dev.weir.node.rpc.port.Chain;
import dev.weir.node.rpc.port.NoChainAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RpcEndpointTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void single_thatPasses_isAnsweredUnderItsOwnId() throws InterruptedException {
        var answer = post(
                "{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"method\":\"eth_call\",\"params\":[{}]}",
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x1\"}");
        assertThat(asked).containsExactly("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"eth_call\",\"params\":[{}]}");
        assertThat(text(answer)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"result\":\"0x1\"}");
    }

    @Test
    void batch_withRefusedAndInvalidItems_answersEachInItsPlace() throws InterruptedException {
        var answer = post(
                "[{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"eth_chainId\"},{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"anvil_mine\"},7,"
                        + "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"eth_gasPrice\"}]",
                "[{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":\"0x3\"},{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"0x0\"}]");
        assertThat(asked)
                .containsExactly("[{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"eth_chainId\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"eth_gasPrice\"}]");
        assertThat(text(answer))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":\"0x0\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32601,\"message\":\"the method anvil_mine is not offered here\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"a request is an object\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":\"0x3\"}]");
    }

    @Test
    void batch_ofRefusedItemsOnly_neverReachesTheChain() throws InterruptedException {
        var answer = post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_sendTransaction\"}]", "unused");
        assertThat(asked).isEmpty();
        assertThat(text(answer)).contains("-32601");
    }

    @Test
    void item_thatTheChainForgot_getsAnError() throws InterruptedException {
        assertThat(text(post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\"}]", "[]")))
                .contains("-32603");
    }

    @Test
    void invalidItems_areAnsweredUnderTheirIds() throws InterruptedException {
        var answer = post(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":null},"
                        + "{\"id\":\"b\",\"method\":\"eth_chainId\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"rpc.discover\"}]",
                "unused");
        assertThat(text(answer))
                .contains("\"id\":1,\"error\":{\"code\":-32600", "\"id\":\"b\",\"error\":{\"code\":-32600")
                .contains(
                        "\"id\":2,\"error\":{\"code\":-32601,\"message\":\"the method rpc.discover is not offered here\"}");
    }

    @Test
    void answerBeyondTheLimit_isAnErrorOfEachCall_andNoFaultOfTheNode() throws InterruptedException {
        var answer = post(
                "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"eth_feeHistory\"},{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"evm_mine\"}]",
                body -> {
                    throw new AnswerTooLarge("13 MB");
                });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer))
                .isEqualTo(
                        "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32005,\"message\":\"the answer is longer than the limit of"
                                + " 4194304 bytes for a request; ask for less, or in smaller batches\"}},"
                                + "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"the method evm_mine is not offered here\"}}]");
    }

    @Test
    void answerDeeperThanIsRead_isAnErrorOfTheCall() throws InterruptedException {
        var answer = post(body -> ("{\"id\":0,\"result\":" + "[".repeat(65) + "]".repeat(65) + "}").getBytes(UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).contains("\"id\":1,\"error\":{\"code\":-32005");
    }

    @Test
    void body_thatIsNoJson_is400WithAParseError() throws InterruptedException {
        var answer = post("{", "unused");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer)).contains("-32700");
    }

    @Test
    void chain_thatIsGone_is502_andASlowOne504() throws InterruptedException {
        assertThat(post(broken(false)).status()).isEqualTo(502);
        assertThat(post(broken(true)).status()).isEqualTo(504);
        assertThat(post(body -> "<html>".getBytes(UTF_8)).status()).isEqualTo(502);
    }

    @Test
    void get_isNotAllowed() throws InterruptedException {
        var endpoint = new RpcEndpoint(MethodPolicy.ETHEREUM, broken(false));
        var answer = endpoint.answer(new NodeCall("GET", "/rpc", name -> Optional.empty(), new byte[0]));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "POST");
    }

    private static Chain broken(boolean slow) {
        return body -> {
            throw new NoChainAnswer("gone", slow, new IOException("gone"));
        };
    }

    private Answer post(String body, String chainAnswers) throws InterruptedException {
        return post(body, sent -> {
            asked.add(new String(sent, UTF_8));
            return chainAnswers.getBytes(UTF_8);
        });
    }

    private static Answer post(Chain chain) throws InterruptedException {
        return post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\"}", chain);
    }

    private static Answer post(String body, Chain chain) throws InterruptedException {
        return new RpcEndpoint(MethodPolicy.ETHEREUM, chain)
                .answer(new NodeCall("POST", "/rpc", name -> Optional.empty(), body.getBytes(UTF_8)));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }
}
