package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir audit}: who or what changed which weights are in force, when and why. */
@Command(
        name = "audit",
        description = "Shows the last changes: models, pins, freezes; by whom and why.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int DIGEST = 64;
    private static final int SHORT = 12;

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
            var subject = entry.get("subject").asText();
            table.row(
                    entry.get("at").asText(),
                    entry.get("by").asText(),
                    entry.get("what").asText(),
                    subject.length() == DIGEST ? subject.substring(0, SHORT) : subject,
                    entry.get("why").asText());
        }
        return table.text();
    }
}
