package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir freeze}: Holds all weights where they are. */
@Command(name = "freeze", description = "Holds all weights where they are.", mixinStandardHelpOptions = true)
final class FreezeCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    FreezeCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/freeze");
        new Api().change("PUT", uri, Api.object().put("reason", reason), home);
        System.out.println("every weight stands as it is, until ./weir unfreeze");
        return 0;
    }
}
