package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir ban WHO --for 1h}: refuses a wallet or an address. */
@Command(
        name = "ban",
        description = "Refuses a wallet or an IP address for a time, at every gateway.",
        mixinStandardHelpOptions = true)
final class BanCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "WHO", description = "a wallet (0x…, eip155:1:0x…), or an address, of IPv6 with its /64")
    private String subject = "";

    @Option(names = "--for", paramLabel = "TIME", required = true, description = "such as 10m, 12h or 7d")
    private String length = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "goes to the audit log, and to the caller")
    private String reason = "";

    BanCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var body = Api.object().put("seconds", Asked.time(length).toSeconds()).put("reason", reason);
        var uri = Instance.running(home).dashboard("/api/v1/bans/" + Asked.segment(subject));
        var told = new Api().change("PUT", uri, body, home);
        System.out.println(subject + " is refused for " + length + ", " + BansCommand.where(told));
        return 0;
    }
}
