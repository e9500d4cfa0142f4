package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir rollback}: the candidate goes, or else what came into force last gives way to the one before it. */
@Command(
        name = "rollback",
        description =
                "Takes back the model or policy network on its way, or else the one that came into force last, at once.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "rolled back by hand",
            description = "goes to the audit log (default: ${DEFAULT-VALUE})")
    private String reason = "";

    RollbackCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/rollback");
        var now = new Api().change("POST", uri, Api.object().put("reason", reason), home);
        System.out.println(now.path("kind").asText() + " "
                + now.path("digest").asText("none").replace("null", "none") + ": "
                + now.path("message").asText());
        return 0;
    }
}
