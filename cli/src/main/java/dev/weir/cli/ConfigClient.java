package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.Instance;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a running gateway says of its configuration, and the changes to it. */
record ConfigClient(Home home, Instance instance) {
    /** @throws CommandFailed where none runs */
    static ConfigClient of(Home home) {
        return new ConfigClient(home, Instance.running(home));
    }

    JsonNode inForce() {
        return new Api().get(uri(""));
    }

    JsonNode versions() {
        return new Api().get(uri("/versions"));
    }

    /** What a text would change. */
    JsonNode look(String name, String yaml) {
        return new Api().change("PUT", uri("?dry-run=true&name=" + query(name)), yaml, home);
    }

    /** Waits until the gateways have it, or have refused it. */
    JsonNode apply(String name, String yaml, String reason) {
        return new Api().change("PUT", uri("?name=" + query(name) + "&reason=" + query(reason)), yaml, home);
    }

    /** Waits likewise. */
    JsonNode undo(String reason) {
        return new Api().change("POST", uri("/undo"), Api.object().put("reason", reason), home);
    }

    private URI uri(String rest) {
        return instance.dashboard("/api/v1/config" + rest);
    }

    private static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The changes and the resources of a look, a line an item. */
    static List<String> lines(JsonNode looked) {
        var lines = new ArrayList<String>();
        looked.path("changes").forEach(change -> lines.add(change.asText()));
        looked.path("resources")
                .forEach(resource ->
                        lines.add("  Envoy: " + resource.path("type").asText() + " "
                                + resource.path("name").asText() + " "
                                + resource.path("what").asText()));
        return lines;
    }

    /** What came of a change, in one line. @throws CommandFailed where a gateway refused it, with its words, or does not answer */
    static String line(String done, JsonNode changed) {
        long version = changed.at("/version/number").asLong();
        if (!changed.path("made").asBoolean()) {
            return "nothing to do: version " + version + " says the same";
        }
        var delivery = changed.path("delivery");
        long takenBack = delivery.path("takenBack").asLong();
        if (takenBack > 0) {
            var words = new ArrayList<String>();
            delivery.path("refused")
                    .properties()
                    .forEach(refusal -> words.add("gateway " + refusal.getKey() + ": "
                            + refusal.getValue().asText()));
            throw new CommandFailed("version " + takenBack + " was refused and is taken back, version " + version
                    + " says what was before. " + String.join("; ", words));
        }
        var line = done + " as version " + version + ": "
                + counted(changed.path("changes").size(), "change") + ", " + after(delivery) + ", "
                + counted(delivery.path("judges").asInt(), "judge");
        if (!delivery.path("waiting").isEmpty()) {
            var waiting = new ArrayList<String>();
            delivery.path("waiting").forEach(gateway -> waiting.add(gateway.asText()));
            throw new CommandFailed(line + "; no answer yet of " + String.join(", ", waiting)
                    + ", which gets it once it answers (./weir status)");
        }
        return line;
    }

    private static String after(JsonNode delivery) {
        int count = delivery.path("gateways").size();
        long slowest = 0;
        for (var millis : delivery.path("gateways")) {
            slowest = Math.max(slowest, millis.asLong());
        }
        return count == 0
                ? "no gateway is connected"
                : String.format(Locale.ROOT, "in force at %s after %.1f s", counted(count, "gateway"), slowest / 1e3);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
