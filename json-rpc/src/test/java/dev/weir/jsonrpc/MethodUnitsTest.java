package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MethodUnitsTest {
    private static final MethodUnits UNITS =
            new MethodUnits(Map.of("eth_getLogs", 20, "debug_*", 50, "debug_trace*", 70, "*", 2, "eth_*", 3));

    @ParameterizedTest
    @CsvSource({
        "eth_getLogs, 20",
        "eth_getLogsX, 3",
        "eth_call, 3",
        "debug_traceCall, 70",
        "debug_, 50",
        "net_version, 2",
        "'', 2",
    })
    void longestPatternThatFits_counts(String method, int units) {
        assertThat(UNITS.of(method)).isEqualTo(units);
    }

    @Test
    void withoutPatterns_eachCountsAsOne() {
        assertThat(MethodUnits.ONE.of("debug_traceCall")).isEqualTo(1);
        assertThat(new MethodUnits(Map.of("eth_getLogs", 20)).of("eth_call")).isEqualTo(1);
    }

    @Test
    void batch_countsAsTheSumOfItsItems_alsoOfThoseThatAreNoRequests() {
        var batch = (JsonRpcBatch) JsonRpcBatch.parse(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"debug_traceCall\"},{\"method\":\"eth_call\"},7]"
                        .getBytes(UTF_8));

        assertThat(UNITS.of(batch)).isEqualTo(20 + 70 + 3 + 1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "eth call, 1, 'eth call' is no pattern",
                "!eth_call, 1, '!eth_call' is no pattern",
                "eth_call, 0, units 0 of eth_call is not in 1..1000",
                "eth_call, 1001, units 1001 of eth_call is not in 1..1000",
            })
    void unitsThatCannotBe_areRefused(String pattern, int units, String why) {
        assertThatThrownBy(() -> new MethodUnits(Map.of(pattern, units))).hasMessageContaining(why);
    }

    /** What a caller calls a method can be as long as a body. */
    @Test
    void longName_costsNoMoreThanABeginningIsLong() {
        var units = new MethodUnits(Map.of("debug_*", 50));

        assertThat(units.of("debug_" + "a".repeat(250_000))).isEqualTo(50);
        assertThat(units.of("a".repeat(250_000))).isEqualTo(1);
        assertThat(MethodUnits.ONE.of("a".repeat(250_000))).isEqualTo(1);
    }
}
