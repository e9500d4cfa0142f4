package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.terminal.Table;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** One call in words and numbers, from the admin API's own JSON. */
final class Traced {
    private static final int PARTS = 3;

    private Traced() {}

    static String text(JsonNode call) {
        var end = call.path("end");
        var text = new StringBuilder(call.get("request").asText()).append('\n');
        if (end.isObject()) {
            text.append(end(end));
        } else {
            text.append("  has not ended, or its end was not logged\n");
        }
        var attempts = call.path("attempts");
        if (attempts.isEmpty()) {
            return text.append("  no node had it\n").toString();
        }
        var table = new Table("ATTEMPT", "NODE", "ENDING", "LATENCY", "SHARE WANTED", "IN FACT", "WHY");
        for (int i = 0; i < attempts.size(); i++) {
            var attempt = attempts.get(i).get("attempt");
            var standing = attempts.get(i).path("standing");
            table.row(
                    String.valueOf(i + 1),
                    attempt.get("node").asText(),
                    attempt.get("ending").asText(),
                    millis(attempt.get("latencyMillis")),
                    percent(standing.path("shareWanted")),
                    percent(standing.path("shareReal")),
                    why(standing));
        }
        return text.append(table.text()).toString();
    }

    private static String end(JsonNode end) {
        var api = end.get("api").asText();
        var text = String.format(
                Locale.ROOT,
                "  %s %s, %s: %s after %s, at %s%n  caller: %s, tier %s, anomaly %.2f%s%n",
                end.get("method").asText(),
                end.get("path").asText(),
                api.isEmpty() ? "of no API" : "API " + api,
                end.get("status").asInt() == 0
                        ? "left by its caller"
                        : end.get("status").asText(),
                millis(end.get("tookMillis")),
                end.get("at").asText(),
                end.get("caller").asText(),
                end.get("tier").asText().isEmpty() ? "none" : end.get("tier").asText(),
                end.get("anomaly").asDouble(),
                end.get("anomalyReasons").asText().isEmpty()
                        ? ""
                        : " (" + end.get("anomalyReasons").asText() + ")");
        return text + "  " + decided(end) + "\n";
    }

    private static String decided(JsonNode end) {
        var decision = end.get("decision").asText();
        if (end.path("refusal").isTextual()) {
            var refusal = end.get("refusal").asText();
            return decision.equals("allow") ? "let in by the judge, then refused: " + refusal : "refused: " + refusal;
        }
        return switch (decision) {
            case "allow" -> "let in by the judge";
            case "" -> "judged by nobody";
            default -> "refused: " + decision;
        };
    }

    /** The parts of the node's share that weighed most. */
    private static String why(JsonNode standing) {
        if (!standing.isObject()) {
            return "that time is forgotten";
        }
        var chosen = standing.get("actuator").asText().equals("pick")
                ? "named by the judge; beneath it "
                : "chosen by Envoy; ";
        return chosen
                + standing.get("policy").asText()
                + standing.get("contributions")
                        .valueStream()
                        .sorted(Comparator.comparingDouble(
                                part -> -Math.abs(part.get("value").asDouble())))
                        .limit(PARTS)
                        .map(part -> String.format(
                                Locale.ROOT,
                                "%s %+.2f",
                                part.get("name").asText(),
                                100 * part.get("value").asDouble()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String millis(JsonNode millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis.asDouble());
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "–";
    }
}
