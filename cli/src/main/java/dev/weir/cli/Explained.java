package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.terminal.Table;
import java.util.ArrayList;
import java.util.Locale;

/** A node's weight in words and numbers, from the admin API's own JSON. */
final class Explained {
    private Explained() {}

    static String text(JsonNode api, JsonNode node, JsonNode view) {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s on %s: weight %,d of 1,000,000 (%.1f %% wanted, %.1f %% in fact), policy %s%n",
                node.get("node").asText(),
                api.get("name").asText(),
                node.get("weight").asLong(),
                100 * node.get("shareWanted").asDouble(),
                100 * node.get("shareReal").asDouble(),
                api.get("policy").asText()));
        text.append(String.format(
                Locale.ROOT,
                "  measured: %.1f ms mean, %.1f ms p99, %.2f %% errors, %.1f calls/s; price %s WEIR a call; %s%n",
                node.get("latencyMillis").asDouble(),
                node.get("p99Millis").asDouble(),
                100 * node.get("errorRatio").asDouble(),
                node.get("requestsPerSecond").asDouble(),
                node.get("pricePerCall").asText(),
                state(node)));
        text.append(said(node.path("reported")));
        var why = node.path("why");
        if (why.isObject()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  predicted: %.1f ms, %.2f %% failures%n",
                    why.path("latencyMillis").asDouble(),
                    100 * why.path("failureProbability").asDouble()));
            var table = new Table("PART", "POINTS OF SHARE");
            for (var part : why.path("contributions")) {
                table.row(
                        part.get("name").asText(),
                        String.format(
                                Locale.ROOT, "%+.2f", 100 * part.get("value").asDouble()));
            }
            text.append(table.text());
            text.append("  guards: ").append(guards(why.path("guards"))).append('\n');
        }
        if (node.path("pin").isObject()) {
            text.append("  pinned: ")
                    .append(node.get("pin").path("reason").asText())
                    .append('\n');
        }
        text.append(inForce("model", view.path("model")));
        text.append(inForce("policy network", view.path("network")));
        if (node.path("shareCandidate").isNumber()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  candidate: %s %s in %s; it would have %.1f %%%n",
                    view.at("/rollout/kind").asText(),
                    view.at("/rollout/candidate").asText(),
                    view.at("/rollout/stage").asText(),
                    100 * node.get("shareCandidate").asDouble()));
        }
        return text.toString();
    }

    private static String state(JsonNode node) {
        if (!node.get("usable").asBoolean()) {
            return "no heartbeat";
        }
        var head = node.path("head");
        if (head.isObject() && !head.path("standing").asText().equals("FRESH")) {
            return (node.path("drained").asBoolean() ? "drained: " : "live, ")
                    + head.path("words").asText();
        }
        return node.path("drained").asBoolean() ? "drained: far slower than the others" : "live";
    }

    private static String inForce(String kind, JsonNode artifact) {
        return "  " + kind + ": " + artifact.path("digest").asText("none").replace("null", "none") + " ("
                + artifact.path("message").asText() + ")\n";
    }

    /** Nothing where the node says nothing. */
    private static String said(JsonNode reported) {
        var parts = new ArrayList<String>();
        if (reported.path("utilisation").isNumber()) {
            parts.add(String.format(
                    Locale.ROOT,
                    "utilisation %.0f %%",
                    100 * reported.get("utilisation").asDouble()));
        }
        if (reported.path("inFlight").isNumber()) {
            parts.add(reported.get("inFlight").asInt() + " in flight");
        }
        return parts.isEmpty() ? "" : "  says of itself: " + String.join(", ", parts) + "\n";
    }

    private static String guards(JsonNode guards) {
        var names = guards.valueStream()
                .map(guard -> guard.isObject()
                        ? guard.path("name").asText() + " "
                                + guard.path("detail").asText()
                        : guard.asText())
                .toList();
        return names.isEmpty() ? "none fired" : String.join(", ", names);
    }
}
