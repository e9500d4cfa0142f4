package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir unban WHO}: lets a wallet or an address in again. */
@Command(
        name = "unban",
        description = "Lets a wallet or an IP address in again before its time.",
        mixinStandardHelpOptions = true)
final class UnbanCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "WHO", description = "as it was banned")
    private String subject = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    UnbanCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/bans/" + Asked.segment(subject));
        var told = new Api().change("DELETE", uri, Api.object().put("reason", reason), home);
        System.out.println(subject + " is let in again, " + BansCommand.where(told));
        return 0;
    }
}
