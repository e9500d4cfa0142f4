package dev.weir.traffic.load.adapter.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeFieldTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"node\":\"amber\"}",
                "{\"symbol\":\"BTC\",\"price\":1.5,\"node\":\"amber\"}",
                "{\"result\":{\"node\":\"birch\"},\"node\":\"amber\"}",
                "{\"result\":[{\"node\":\"birch\"}],\"node\":\"amber\""
            })
    void member_isFound(String json) {
        assertThat(NodeField.find(json.getBytes(UTF_8))).contains("amber");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[{\"node\":\"amber\"}]",
                "{\"node\":7}",
                "{\"node\":null}",
                "{\"result\":{\"node\":\"birch\"}}",
                "{\"node\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
                "{node",
                "<html>"
            })
    void otherBody_namesNone(String body) {
        assertThat(NodeField.find(body.getBytes(UTF_8))).isEmpty();
    }
}
