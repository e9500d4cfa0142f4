package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import dev.weir.model.RequestId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir trace ID}: one call. */
@Command(
        name = "trace",
        description =
                "Shows one call by the x-request-id of its answer: who, why let in or refused, which node and why.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "ID", description = "the x-request-id that the caller saw")
    private String id = "";

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    TraceCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var request = Asked.check("ID", () -> new RequestId(id));
        var call = new Api().get(Instance.running(global.home()).dashboard("/api/v1/calls/" + request));
        System.out.print(format == OutputFormat.JSON ? call.toPrettyString() + "\n" : Traced.text(call));
        return 0;
    }
}
