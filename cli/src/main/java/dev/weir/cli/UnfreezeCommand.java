package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir unfreeze}: Lets the weights move again. */
@Command(name = "unfreeze", description = "Lets the weights move again.", mixinStandardHelpOptions = true)
final class UnfreezeCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    UnfreezeCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/freeze");
        new Api().change("DELETE", uri, Api.object().put("reason", reason), home);
        System.out.println("weights move again");
        return 0;
    }
}
