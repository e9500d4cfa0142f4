package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.terminal.Table;

/** Each Envoy by its name: where it runs, whether it is connected, and what it refused last. */
final class GatewayTable {
    private GatewayTable() {}

    /** @param gateways by name, as the control plane's view has them */
    static String of(JsonNode gateways) {
        if (gateways.isEmpty()) {
            return "";
        }
        var table = new Table("GATEWAY", "LOCALITY", "CONNECTED", "TOOK", "REFUSED LAST");
        gateways.properties()
                .forEach(gateway -> table.row(
                        gateway.getKey(),
                        said(gateway.getValue().path("locality").asText(), "not said"),
                        gateway.getValue().path("connected").asBoolean() ? "yes" : "no",
                        gateway.getValue().path("acknowledged").asText() + " updates",
                        said(gateway.getValue().path("lastRefusal").asText(), "nothing")
                                .lines()
                                .findFirst()
                                .orElse("")));
        return "\n" + table.text();
    }

    private static String said(String text, String none) {
        return text.isEmpty() ? none : text;
    }
}
