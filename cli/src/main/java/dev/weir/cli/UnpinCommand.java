package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir unpin}: Lets the weights decide on a node again. */
@Command(name = "unpin", description = "Lets the weights decide on a node again.", mixinStandardHelpOptions = true)
final class UnpinCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Option(names = "--api", paramLabel = "API", required = true)
    private String api = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    UnpinCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var path = "/api/v1/apis/" + Asked.api(api) + "/nodes/" + Asked.node(node) + "/pin";
        var home = global.home();
        var uri = Instance.running(home).dashboard(path);
        new Api().change("DELETE", uri, Api.object().put("reason", reason), home);
        System.out.println("let go of " + node + "; its share of " + api + " is weighed again");
        return 0;
    }
}
