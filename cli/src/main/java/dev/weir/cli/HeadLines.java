package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What {@code ./weir status} says of endpoints that are behind, of another chain, or do not say where they are: a line each. */
final class HeadLines {
    private HeadLines() {}

    /** @param apis as the control plane's view has them */
    static String of(JsonNode apis) {
        var lines = new StringBuilder();
        for (var api : apis) {
            for (var node : api.path("nodes")) {
                var head = node.path("head");
                if (head.isObject() && !head.path("standing").asText().equals("FRESH")) {
                    lines.append(' ')
                            .append(node.path("node").asText())
                            .append(" on ")
                            .append(api.path("name").asText())
                            .append(node.path("drained").asBoolean() ? ": drained, " : ": ")
                            .append(head.path("words").asText())
                            .append('\n');
                }
            }
        }
        return lines.toString();
    }
}
