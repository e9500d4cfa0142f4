package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.terminal.Table;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir apply}: another weir.yaml comes into force at a running gateway, whole or not at all; and the way back. */
@Command(
        name = "apply",
        description =
                "Puts a weir.yaml in force at the running gateway, without a restart; what a gateway refuses is taken back.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "like weir.yaml")
    private @Nullable Path file;

    @Option(
            names = "--dry-run",
            description = "checks it and says what it would change, as ./weir diff; changes nothing")
    private boolean dryRun;

    @Option(names = "--undo", description = "takes back the last change; a second time, the undo")
    private boolean undo;

    @Option(names = "--list", description = "the last hundred versions, who made them, when and why")
    private boolean list;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "goes to the audit log (default: by hand)",
            defaultValue = "by hand")
    private String reason = "";

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    ApplyCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        if ((file == null ? 0 : 1) + (undo ? 1 : 0) + (list ? 1 : 0) != 1 || dryRun && file == null) {
            throw new CommandFailed("write one of: apply FILE [--dry-run], apply --undo, apply --list", 2);
        }
        var gateway = ConfigClient.of(global.home());
        if (list) {
            return listed(gateway.versions());
        }
        if (file == null) {
            return said("took back the last change", gateway.undo(reason));
        }
        var checked = CheckedConfig.read(global.home(), file);
        return dryRun
                ? DiffCommand.said(gateway.look(checked.name(), checked.yaml()), format)
                : said("applied " + file, gateway.apply(checked.name(), checked.yaml(), reason));
    }

    private int said(String done, JsonNode changed) {
        if (format == OutputFormat.JSON) {
            System.out.println(changed.toPrettyString());
        }
        var line = ConfigClient.line(done, changed);
        if (format == OutputFormat.TABLE) {
            System.out.println(line);
        }
        return 0;
    }

    private int listed(JsonNode versions) {
        if (format == OutputFormat.JSON) {
            System.out.println(versions.toPrettyString());
            return 0;
        }
        var table = new Table("VERSION", "AT", "BY", "REASON");
        versions.forEach(version -> table.row(
                version.path("number").asText(),
                version.path("at").asText(),
                version.path("by").asText(),
                version.path("reason").asText()));
        System.out.print(table.text());
        return 0;
    }
}
