package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "anvil_setBalance", "evm_mine", "eth_sendTransaction", "eth_accounts", "eth_sign",
                        "eth_signTransaction",
                "personal_sign", "debug_traceCall", "admin_peers", "eth_newFilter", "ETH_CALL", "eth_unknown"
            })
    void ethereum_methodsThatSteerOrSign_doNotPass(String method) {
        assertThat(MethodPolicy.ETHEREUM.allows(method)).isFalse();
        assertThat(MethodPolicy.ETHEREUM.isIdempotent(method)).isFalse();
    }

    @Test
    void ethereum_rawTransaction_passesButIsNotIdempotent() {
        assertThat(MethodPolicy.ETHEREUM.allows("eth_sendRawTransaction")).isTrue();
        assertThat(MethodPolicy.ETHEREUM.isIdempotent("eth_sendRawTransaction")).isFalse();
    }

    @Test
    void batch_ofReads_isIdempotent() {
        assertThat(MethodPolicy.ETHEREUM.isIdempotent(batch("eth_call", "eth_chainId")))
                .isTrue();
    }

    @Test
    void batch_withOneTransaction_isNotIdempotent() {
        assertThat(MethodPolicy.ETHEREUM.isIdempotent(batch("eth_call", "eth_sendRawTransaction")))
                .isFalse();
    }

    @Test
    void batch_withAMethodThatIsNotKnown_isNotIdempotent() {
        assertThat(MethodPolicy.ETHEREUM.isIdempotent(batch("eth_call", "own_transfer")))
                .isFalse();
    }

    private static JsonRpcBatch batch(String... methods) {
        var body = new StringBuilder("[");
        for (String method : methods) {
            body.append(body.length() > 1 ? "," : "")
                    .append("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"")
                    .append(method)
                    .append("\"}");
        }
        return (JsonRpcBatch) JsonRpcBatch.parse(body.append("]").toString().getBytes(UTF_8));
    }
}
