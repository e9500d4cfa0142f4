package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir pin}: Holds a node at a share of an API. */
@Command(name = "pin", description = "Holds a node at a share of an API.", mixinStandardHelpOptions = true)
final class PinCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Option(names = "--api", paramLabel = "API", required = true)
    private String api = "";

    @Option(names = "--share", paramLabel = "PERCENT", required = true, description = "such as 10%%")
    private String percent = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    PinCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        double share = Asked.share("--share", percent);
        var path = "/api/v1/apis/" + Asked.api(api) + "/nodes/" + Asked.node(node) + "/pin";
        var home = global.home();
        var uri = Instance.running(home).dashboard(path);
        new Api().change("PUT", uri, Api.object().put("share", share).put("reason", reason), home);
        System.out.println("holds " + node + " at " + percent.replace("%", "") + "% of " + api + ", until ./weir unpin "
                + node + " --api " + api);
        return 0;
    }
}
