package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodListTest {
    @ParameterizedTest
    @CsvSource({
        "eth_call, true",
        "eth_getLogs, false",
        "eth_, true",
        "eth, false",
        "ETH_CALL, false",
        "net_version, true",
        "net_versions, false",
        "debug_traceCall, false",
    })
    void pattern_offersANameOrABeginning_andAnExceptionTakesAway(String method, boolean offered) {
        assertThat(new MethodList(List.of("!eth_getLogs", "eth_*", "net_version")).offers(method))
                .isEqualTo(offered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anvil_setBalance", "eth_sendTransaction", "eth_accounts", "rpc.discover"})
    void ethereum_offersNothingThatSteersOrSigns(String method) {
        assertThat(MethodList.ETHEREUM.offers(method)).isFalse();
        assertThat(MethodList.ETHEREUM.offers("eth_sendRawTransaction")).isTrue();
        assertThat(MethodList.ETHEREUM.offers("eth_blockNumber")).isTrue();
    }

    @Test
    void refused_namesWhatIsNotOffered_alsoWhereTheItemIsNoRequest() {
        var batch = (JsonRpcBatch) JsonRpcBatch.parse(
                ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\"},{\"method\":\"anvil_mine\",\"params\":null},"
                                + "{\"method\":\"anvil_mine\"},7,{\"id\":1,\"method\":\"a b\"}]")
                        .getBytes(UTF_8));

        assertThat(MethodList.ETHEREUM.refused(batch)).containsExactly("anvil_mine", "a b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "eth call, 'eth call' is no pattern",
                "eth_*_x, 'eth_*_x' is no pattern",
                "!!eth_call, '!!eth_call' is no pattern",
                "!eth_call, one at least that does not begin",
            })
    void pattern_thatIsNone_isRefused(String pattern, String why) {
        assertThatThrownBy(() -> new MethodList(List.of(pattern))).hasMessageContaining(why);
    }

    @Test
    void pattern_thatStandsTwice_isRefused() {
        assertThatThrownBy(() -> new MethodList(List.of("eth_call", "eth_call")))
                .hasMessageContaining("'eth_call' stands there twice");
    }
}
