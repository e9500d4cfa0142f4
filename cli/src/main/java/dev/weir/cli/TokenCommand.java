package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir token}: whose name the audit log gets. */
@Command(
        name = "token",
        description = "Tokens of persons: make, revoke, list. Their changes stand in the audit log by their names.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    TokenCommand(GlobalOptions global) {
        this.global = global;
    }

    /** Lists who has one. */
    @Override
    public Integer call() {
        var holders = new Api().get(Instance.running(global.home()).dashboard("/api/v1/tokens"));
        if (format == OutputFormat.JSON) {
            System.out.println(holders.toPrettyString());
            return 0;
        }
        if (holders.isEmpty()) {
            System.out.println("nobody has a token of their own; make one with ./weir token make NAME --reason TEXT");
            return 0;
        }
        var table = new Table("NAME", "SINCE");
        holders.forEach(
                each -> table.row(each.get("name").asText(), each.get("madeAt").asText()));
        System.out.print(table.text());
        return 0;
    }

    @Command(
            name = "make",
            description = "Makes a token and prints it, this once. Its owner sets WEIR_TOKEN to it.",
            mixinStandardHelpOptions = true)
    Integer make(
            @Parameters(paramLabel = "NAME", description = "a-z, 0-9 and -") String name,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
                    String reason) {
        var home = global.home();
        var body = Api.object().put("name", name).put("reason", reason);
        var made = new Api().change("POST", Instance.running(home).dashboard("/api/v1/tokens"), body, home);
        System.out.println(made.get("token").asText());
        return 0;
    }

    @Command(
            name = "revoke",
            description = "Takes a person's token back: it is good for nothing at once.",
            mixinStandardHelpOptions = true)
    Integer revoke(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
                    String reason) {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/tokens/" + Asked.segment(name));
        new Api().change("DELETE", uri, Api.object().put("reason", reason), home);
        System.out.println(name + "'s token is revoked");
        return 0;
    }
}
