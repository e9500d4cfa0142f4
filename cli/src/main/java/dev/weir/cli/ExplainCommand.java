package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir explain NODE}: why a node has its weight. */
@Command(name = "explain", description = "Says why a node has its weight.", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Option(names = "--api", paramLabel = "API", description = "one API only (default: all that the node serves)")
    private @Nullable String api;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    ExplainCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var view = new Api().get(Instance.running(global.home()).dashboard("/api/v1/view"));
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
}
