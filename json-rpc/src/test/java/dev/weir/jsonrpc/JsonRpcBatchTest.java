package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

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
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"eth_call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth call\"}",
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
    @CsvSource(
            delimiter = '|',
            value = {
                "''|-32700",
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
    void body_inAnotherEncoding_isUnreadable() {
        assertThat(JsonRpcBatch.parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_call\"}".getBytes(UTF_16)))
                .isInstanceOf(UnreadableBody.class);
    }

    @Test
    void body_beyondTheLimits_isUnreadable() {
        var limits = new JsonRpcLimits(200, 2, 4);
        assertThat(JsonRpcBatch.parse(bytes("[1,2]"), limits)).isInstanceOf(JsonRpcBatch.class);
        assertThat(JsonRpcBatch.parse(bytes("[1,2,3]"), limits)).isInstanceOf(UnreadableBody.class);
        assertThat(JsonRpcBatch.parse(bytes("[[[[[]]]]]"), limits)).isInstanceOf(UnreadableBody.class);
        assertThat(JsonRpcBatch.parse(bytes(" ".repeat(201)), limits)).isInstanceOf(UnreadableBody.class);
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

    private static JsonRpcBody parse(String body) {
        return JsonRpcBatch.parse(bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
