package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir impair NODE --latency 10x}: makes a demo node worse, or heals it. */
@Command(
        name = "impair",
        description = "Changes how a demo node behaves, to see the weights learn.",
        mixinStandardHelpOptions = true)
final class ImpairCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Option(names = "--latency", paramLabel = "10x", description = "a factor on its own service time; 1x heals it")
    private @Nullable String latency;

    @Option(names = "--errors", paramLabel = "20%", description = "of how many calls it answers with 500")
    private @Nullable String errors;

    @Option(names = "--heal", description = "as it was at the start")
    private boolean heal;

    ImpairCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var parts = new ArrayList<String>();
        if (heal) {
            parts.add("latency=1x,errors=0");
        }
        if (latency != null) {
            parts.add("latency=" + latency);
        }
        if (errors != null) {
            parts.add("errors=" + (errors.endsWith("%") ? String.valueOf(Asked.share("--errors", errors)) : errors));
        }
        if (parts.isEmpty()) {
            throw new CommandFailed("say how: --latency 10x, --errors 20% or --heal", 2);
        }
        var instance = Instance.running(global.home());
        var impair = new Api()
                .send(
                        "PUT",
                        instance.nodeAdmin(node).resolve("/admin/impair"),
                        Api.object().put("impair", String.join(",", parts)));
        System.out.println(node + ": " + impair);
        return 0;
    }
}
