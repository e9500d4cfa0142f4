package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.weir.jsonrpc.UnreadableBody.Fault;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRpcBatchTest {
    private static final byte[] JSON = bytes("{}[]\":,0.-e1 \\unulltruejsonrpc2.0idmethod");

    @Test
    void single_keepsIdAndParamsAsWritten() {
        assertThat(
                        parse(
                                "{\"jsonrpc\":\"2.0\",\"id\": 7 ,\"method\":\"eth_call\",\"params\":[ {\"to\":\"0x1\"}, \"latest\" ]}"))
                .isEqualTo(new JsonRpcBatch(
                        List.of(new JsonRpcRequest("7", "eth_call", Optional.of("[ {\"to\":\"0x1\"}, \"latest\" ]"))),
                        false));
    }

    @Test
    void params_withWideCharacters_areCutExactly() {
        assertThat(parse("{\"params\":[\"é€😀\"],\"id\":\"å\",\"method\":\"web3_sha3\",\"jsonrpc\":\"2.0\"}"))
                .isEqualTo(new JsonRpcBatch(
                        List.of(new JsonRpcRequest("\"å\"", "web3_sha3", Optional.of("[\"é€😀\"]"))), false));
    }

    @Test
    void batch_keepsOrderAndJudgesEachPlace() {
        assertThat(
                        parse(
                                "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"eth_chainId\"}, 1, {\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"eth_gasPrice\"}]"))
                .asInstanceOf(type(JsonRpcBatch.class))
                .satisfies(batch -> {
                    assertThat(batch.array()).isTrue();
                    assertThat(batch.items()).extracting(JsonRpcItem::id).containsExactly("\"a\"", "null", "null");
                    assertThat(batch.items().get(1)).isInstanceOf(InvalidItem.class);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"params\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\",\"Method\":\"anvil_mine\"}",
            })
    void item_thatIsNoRequest_isInvalid(String body) {
        assertThat(parse(body))
                .asInstanceOf(type(JsonRpcBatch.class))
                .satisfies(batch -> assertThat(batch.items())
                        .singleElement()
                        .asInstanceOf(type(InvalidItem.class))
                        .extracting(item -> item.error().code())
                        .isEqualTo(-32_600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"eth_call\",\"params\":null}",
                "{\"id\":\"a\",\"method\":\"eth_call\",\"params\":[]}",
                "{\"method\":\"eth_call\",\"extra\":[1],\"jsonrpc\":\"2.0\",\"id\":\"a\"}",
                "{\"jsonrpc\":1,\"id\":\"a\",\"method\":\"eth_call\"}",
            })
    void invalidItem_keepsTheIdAndTheMethodThatCanBeRead(String body) {
        assertThat(only(body)).isInstanceOf(InvalidItem.class);
        assertThat(only(body).id()).isEqualTo("\"a\"");
        assertThat(only(body).called()).contains("eth_call");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.5e3", "18446744073709551616", "\"\"", "null"})
    void id_ofAnyShapeThatJsonRpcNames_isKeptAsWritten(String id) {
        assertThat(only("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"eth_call\"}"))
                .isEqualTo(new JsonRpcRequest(id, "eth_call", Optional.empty()));
    }

    @Test
    void id_asLongAsABody_isKept() {
        var id = "\"" + "7".repeat(10_000) + "\"";

        assertThat(only("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"eth_call\"}")
                        .id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpc.discover", "system/health", "trie:get"})
    void method_withTheSignsThatOthersUse_isAMethod(String method) {
        assertThat(only("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}"))
                .isEqualTo(new JsonRpcRequest("1", method, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth call", "", "méthode", "a\\u0000"})
    void method_thatNobodyIsCalled_isNotFound_underItsId(String method) {
        assertThat(only("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}"))
                .asInstanceOf(type(InvalidItem.class))
                .satisfies(item -> {
                    assertThat(item.id()).isEqualTo("1");
                    assertThat(item.called()).isPresent();
                    assertThat(item.error().code()).isEqualTo(-32_601);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|-32600",
                "'  '|-32600",
                "'{'|-32700",
                "'[]'|-32600",
                "'{} {}'|-32700",
                "'{\"id\":1,\"method\":\"eth_call\",\"method\":\"anvil_mine\"}'|-32700",
                "'{\"method\":\"eth_call\",\"m\\u0065thod\":\"anvil_mine\"}'|-32700",
                "'{\"id\":NaN}'|-32700",
                "'{\"id\":1,}'|-32700",
                "'// {}'|-32700",
            })
    void body_thatTwoReadersCouldReadDifferently_isUnreadable(String body, int code) {
        assertThat(parse(body))
                .asInstanceOf(type(UnreadableBody.class))
                .extracting(unreadable -> unreadable.error().code())
                .isEqualTo(code);
    }

    @Test
    void unreadableBody_saysWhatIsWrong() {
        assertThat(fault("")).isEqualTo(Fault.EMPTY);
        assertThat(fault("{")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("{} {}")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("[]")).isEqualTo(Fault.EMPTY_BATCH);
        assertThat(fault("{\"id\":1,\"id\":2}")).isEqualTo(Fault.MEMBER_TWICE);
        assertThat(fault("[{\"params\":[{\"to\":1,\"to\":2}]}]")).isEqualTo(Fault.MEMBER_TWICE);
        assertThat(fault("{\"id\":" + "1".repeat(101) + "}")).isEqualTo(Fault.TOKEN_TOO_LONG);
        assertThat(fault("{\"" + "a".repeat(257) + "\":1}")).isEqualTo(Fault.TOKEN_TOO_LONG);
        assertThat(fault("\ufeff{}")).isEqualTo(Fault.BYTE_ORDER_MARK);
        assertThat(fault("{}".getBytes(UTF_16))).isEqualTo(Fault.BYTE_ORDER_MARK);
        assertThat(fault(new byte[] {'{', (byte) 0xff, '}'})).isEqualTo(Fault.NOT_UTF8);
    }

    @Test
    void body_beyondALimit_isToldWhichAndHowMuch() {
        var limits = new JsonRpcLimits(200, 2, 4);
        assertThat(JsonRpcBatch.parse(bytes("[1,2]"), limits)).isInstanceOf(JsonRpcBatch.class);
        assertThat(unreadable("[1,2,3]", limits))
                .isEqualTo(UnreadableBody.invalid(
                        Fault.TOO_MANY_ITEMS, "the batch has more requests than the limit of 2"));
        assertThat(unreadable("[[[[[]]]]]", limits))
                .isEqualTo(UnreadableBody.noJson(
                        Fault.TOO_DEEP, "the body nests arrays and objects deeper than the limit of 4"));
        assertThat(unreadable(" ".repeat(201), limits))
                .isEqualTo(UnreadableBody.invalid(
                        Fault.TOO_LONG, "the body is longer than the limit of 200 bytes for a request"));
    }

    @Test
    void parse_ofAnyBytes_neverThrows() {
        var random = new SplittableRandom(42);
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] body = new byte[random.nextInt(64)];
            for (int i = 0; i < body.length; i++) {
                body[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : JSON[random.nextInt(JSON.length)];
            }
            assertThat(JsonRpcBatch.parse(body)).isNotNull();
        }
    }

    private static JsonRpcItem only(String body) {
        return ((JsonRpcBatch) parse(body)).items().getFirst();
    }

    private static Fault fault(String body) {
        return fault(bytes(body));
    }

    private static Fault fault(byte[] body) {
        return ((UnreadableBody) JsonRpcBatch.parse(body)).fault();
    }

    private static JsonRpcBody unreadable(String body, JsonRpcLimits limits) {
        return JsonRpcBatch.parse(bytes(body), limits);
    }

    private static JsonRpcBody parse(String body) {
        return JsonRpcBatch.parse(bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
