package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir explain NODE}: why a node has its weight. */
@Command(name = "explain", description = "Says why a node has its weight.", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final Pattern AGO = Pattern.compile("[0-9]{1,6}[smh]");

    private final GlobalOptions global;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Option(names = "--api", paramLabel = "API", description = "one API only (default: all that the node serves)")
    private @Nullable String api;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "why it had its weight then: a time such as 2026-01-31T12:00:00Z, or how long ago, such as 90s or 10m")
    private @Nullable String at;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    ExplainCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var path = at == null ? "/api/v1/view" : "/api/v1/view?at=" + time(at, Instant.now());
        var view = new Api().get(Instance.running(global.home()).dashboard(path));
        var found = view.get("apis")
                .valueStream()
                .filter(each -> api == null || each.get("name").asText().equals(api))
                .flatMap(each -> each.get("nodes")
                        .valueStream()
                        .filter(row -> row.get("node").asText().equals(node))
                        .map(row -> Map.entry(each, row)))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailed("no node '" + node + "' serves " + (api == null ? "any API" : "'" + api + "'"), 2);
        }
        if (format == OutputFormat.JSON) {
            var all = Api.object();
            found.forEach(entry -> all.set(entry.getKey().get("name").asText(), entry.getValue()));
            System.out.println(all.toPrettyString());
            return 0;
        }
        found.forEach(entry -> System.out.println(Explained.text(entry.getKey(), entry.getValue(), view)));
        return 0;
    }

    /** @param text a time, or how long before {@code now} */
    static Instant time(String text, Instant now) {
        try {
            return AGO.matcher(text).matches()
                    ? now.minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
                    : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandFailed(
                    "--at '" + text
                            + "' is neither a time such as 2026-01-31T12:00:00Z nor how long ago, such as 90s or 10m",
                    2);
        }
    }
}
