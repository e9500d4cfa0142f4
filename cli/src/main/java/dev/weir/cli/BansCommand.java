package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir bans}: who is refused, until when and why. */
@Command(
        name = "bans",
        description = "Shows who is refused, until when, by whom and why.",
        mixinStandardHelpOptions = true)
final class BansCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    BansCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var bans = new Api().get(Instance.running(global.home()).dashboard("/api/v1/bans"));
        System.out.print(format == OutputFormat.JSON ? bans.toPrettyString() + "\n" : table(bans));
        return 0;
    }

    static String table(JsonNode bans) {
        if (bans.get("banned").isEmpty() && bans.get("revoked").isEmpty()) {
            return "nobody is refused\n";
        }
        var table = new Table("WHO", "WHAT", "UNTIL", "BY", "WHY");
        bans.get("banned")
                .forEach(each -> table.row(
                        each.get("subject").asText(),
                        "banned",
                        each.get("until").asText(),
                        each.get("by").asText(),
                        each.get("reason").asText()));
        bans.get("revoked")
                .forEach(each -> table.row(
                        each.at("/wallet").asText(),
                        "sessions of before revoked",
                        each.get("endingBy").asText(),
                        "",
                        ""));
        return table.text();
    }

    /** At how many judges a change is in force. */
    static String where(JsonNode told) {
        int all = told.get("judges").asInt();
        int took = told.get("inForce").asInt();
        if (all == 0) {
            return "once a judge is there: none is connected now";
        }
        return took == all
                ? "in force at " + (all == 1 ? "the judge" : "all " + all + " judges")
                : "in force at " + took + " of " + all + " judges; the others take it once they answer";
    }
}
