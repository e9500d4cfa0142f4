package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir audit}: who or what changed which weights are in force, when and why. */
@Command(
        name = "audit",
        description = "Shows the last changes: models, policy networks, pins, freezes; by whom and why.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    /** Its first twelve digits are enough to tell one from another. */
    private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");

    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    AuditCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var audit = new Api().get(Instance.running(global.home()).dashboard("/api/v1/audit"));
        System.out.print(format == OutputFormat.JSON ? audit.toPrettyString() + "\n" : table(audit));
        if (audit.path("trouble").isTextual()) {
            throw new CommandFailed("the audit log is not as it was written: "
                    + audit.get("trouble").asText());
        }
        return 0;
    }

    static String table(JsonNode audit) {
        var table = new Table("TIME", "BY", "WHAT", "SUBJECT", "WHY");
        for (var entry : audit.get("entries")) {
            table.row(
                    entry.get("at").asText(),
                    entry.get("by").asText(),
                    entry.get("what").asText(),
                    DIGEST.matcher(entry.get("subject").asText()).replaceAll("$1"),
                    entry.get("why").asText());
        }
        return table.text();
    }
}
