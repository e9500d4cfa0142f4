package dev.weir.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonRpcAnswersTest {
    @Test
    void batch_inAnyOrder_isFoundById() throws IOException {
        assertThat(
                        parse(
                                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":3,\"message\":\"m\"}},{\"id\":0,\"result\":null,\"jsonrpc\":\"2.0\"}]"))
                .isEqualTo(Map.of(
                        "1", new JsonRpcAnswer("1", "error", "{\"code\":3,\"message\":\"m\"}"),
                        "0", new JsonRpcAnswer("0", "result", "null")));
    }

    @Test
    void answer_underTheClientsId_isWrittenAnew() {
        assertThat(new JsonRpcAnswer("0", "result", "\"0x1\"")
                        .withId("\"mine\"")
                        .toJson())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"result\":\"0x1\"}");
    }

    @Test
    void answer_withoutResultOrError_isMissing() throws IOException {
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":0}")).isEmpty();
    }

    @Test
    void text_thatIsNoJson_throws() {
        assertThatThrownBy(() -> parse("<html>")).isInstanceOf(IOException.class);
    }

    private static Map<String, JsonRpcAnswer> parse(String body) throws IOException {
        return JsonRpcAnswers.parse(body.getBytes(UTF_8), JsonRpcLimits.DEFAULT);
    }
}
