package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir revoke WALLET}: ends the sessions that a wallet has. */
@Command(
        name = "revoke",
        description = "Ends the sessions that a wallet has now, at every gateway; it can sign in again.",
        mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "WALLET", description = "0x and 40 hex digits")
    private String wallet = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "goes to the audit log")
    private String reason = "";

    RevokeCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var uri = Instance.running(home).dashboard("/api/v1/sessions/" + Asked.segment(wallet));
        var told = new Api().change("DELETE", uri, Api.object().put("reason", reason), home);
        System.out.println("the sessions of " + wallet + " are over, " + BansCommand.where(told));
        return 0;
    }
}
