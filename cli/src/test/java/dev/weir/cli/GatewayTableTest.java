package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class GatewayTableTest {
    @Test
    void gateways_areToldApart_byNameAndPlace() throws JsonProcessingException {
        var view = new ObjectMapper().readTree("""
                {"edge-1": {"connected": true, "acknowledged": 7, "lastRefusal": "", "locality": "eu-west/a"},
                 "edge-2": {"connected": false, "acknowledged": 0, "lastRefusal": "no such filter\\nmore", "locality": ""}}
                """);

        assertThat(GatewayTable.of(view).lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .containsExactly(
                        "",
                        "GATEWAY|LOCALITY|CONNECTED|TOOK|REFUSED LAST",
                        "edge-1|eu-west/a|yes|7 updates|nothing",
                        "edge-2|not said|no|0 updates|no such filter");
    }

    @Test
    void noGateway_isNoTable() {
        assertThat(GatewayTable.of(new ObjectMapper().createObjectNode())).isEmpty();
    }
}
