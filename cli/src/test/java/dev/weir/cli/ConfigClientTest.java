package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

final class ConfigClientTest {
    private static final String MADE = """
            {"version":{"number":4},"made":true,"changes":["api quotes: access public -> wallet","api new added"],
             "resources":[{"type":"cluster","name":"new.cloud","what":"added"}],
             "delivery":{"millis":420,"gateways":{"east":310,"west":420},"waiting":[],"judges":1,"refused":{},"takenBack":0}}
            """;

    @Test
    void change_isOneLine() throws JsonProcessingException {
        assertThat(ConfigClient.line("applied my.yaml", json(MADE)))
                .isEqualTo("applied my.yaml as version 4: 2 changes, in force at 2 gateways after 0.4 s, 1 judge");
        assertThat(ConfigClient.line("applied my.yaml", json(MADE.replace("\"east\":310,\"west\":420", ""))))
                .isEqualTo("applied my.yaml as version 4: 2 changes, no gateway is connected, 1 judge");
        assertThat(ConfigClient.line("applied my.yaml", json(MADE.replace("\"made\":true", "\"made\":false"))))
                .isEqualTo("nothing to do: version 4 says the same");
    }

    @Test
    void gatewayThatDoesNotAnswer_isAFailure_thatNamesIt() {
        assertThatThrownBy(() -> ConfigClient.line(
                        "applied my.yaml", json(MADE.replace("\"waiting\":[]", "\"waiting\":[\"north\"]"))))
                .isInstanceOf(CommandFailed.class)
                .hasMessageEndingWith("; no answer yet of north, which gets it once it answers (./weir status)");
    }

    @Test
    void refusal_isAFailure_inTheGatewaysWords() {
        assertThatThrownBy(() -> ConfigClient.line(
                        "applied my.yaml",
                        json(MADE.replace("\"takenBack\":0", "\"takenBack\":3")
                                .replace("\"refused\":{}", "\"refused\":{\"west\":\"Cluster: odd\"}"))))
                .hasMessage(
                        "version 3 was refused and is taken back, version 4 says what was before. gateway west: Cluster: odd");
    }

    @Test
    void look_isALineAnItem() throws JsonProcessingException {
        assertThat(ConfigClient.lines(json(MADE)))
                .containsExactly(
                        "api quotes: access public -> wallet", "api new added", "  Envoy: cluster new.cloud added");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text);
    }
}
