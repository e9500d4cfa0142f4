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

        var sync = new ObjectMapper().readTree("""
                {"edge-1": {"clusters": {"state": "TAKEN"}, "routes": {"state": "REFUSED"}, "endpoints": {"state": "WAITING"}},
                 "edge-3": {"clusters": {"state": "TAKEN"}}}
                """);

        assertThat(GatewayTable.of(view, sync).lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .containsExactly(
                        "",
                        "GATEWAY|LOCALITY|CONNECTED|TOOK|IN SYNC|REFUSED LAST",
                        "edge-1|eu-west/a|yes|7 updates|endpoints on their way, routes refused|nothing",
                        "edge-2|not said|no|0 updates|not known|no such filter");
    }

    @Test
    void noGateway_isNoTable() {
        assertThat(GatewayTable.of(new ObjectMapper().createObjectNode(), new ObjectMapper().createObjectNode()))
                .isEmpty();
    }
}
