package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.terminal.Table;

/** Each Envoy by its name: where it runs, whether it is connected, and what it refused last. */
final class GatewayTable {
    private GatewayTable() {}

    /** @param gateways by name, as the control plane's view has them @param sync by name and type, as it tells it */
    static String of(JsonNode gateways, JsonNode sync) {
        if (gateways.isEmpty()) {
            return "";
        }
        var table = new Table("GATEWAY", "LOCALITY", "CONNECTED", "TOOK", "IN SYNC", "REFUSED LAST");
        gateways.properties()
                .forEach(gateway -> table.row(
                        gateway.getKey(),
                        said(gateway.getValue().path("locality").asText(), "not said"),
                        gateway.getValue().path("connected").asBoolean() ? "yes" : "no",
                        gateway.getValue().path("acknowledged").asText() + " updates",
                        inSync(sync.path(gateway.getKey())),
                        said(gateway.getValue().path("lastRefusal").asText(), "nothing")
                                .lines()
                                .findFirst()
                                .orElse("")));
        return "\n" + table.text();
    }

    /** What it has not taken yet, by type; {@code all} where there is nothing. */
    private static String inSync(JsonNode types) {
        var behind = types.properties().stream()
                .filter(type -> !type.getValue().path("state").asText().equals("TAKEN"))
                .map(type -> type.getKey()
                        + (type.getValue().path("state").asText().equals("REFUSED") ? " refused" : " on their way"))
                .sorted()
                .toList();
        return types.isEmpty() ? "not known" : behind.isEmpty() ? "all" : String.join(", ", behind);
    }

    private static String said(String text, String none) {
        return text.isEmpty() ? none : text;
    }
}
