package dev.weir.cli;

import dev.weir.cli.devnet.DevnetSignIn;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir sign-in --account N}: signs in with one of the devnet's wallets and prints the token. */
@Command(
        name = "sign-in",
        description = "Signs in with the devnet's N-th wallet and prints the session token.",
        mixinStandardHelpOptions = true)
final class SignInCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(
            names = "--account",
            paramLabel = "N",
            required = true,
            description = "0 to 9; 1 to 5 are the demo operators'")
    private int account;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "table (the token alone) or json: {token, expiresAt}",
            defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    SignInCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var signer = Asked.account(account);
        var session = new DevnetSignIn(Instance.running(global.home())).session(signer);
        System.out.println(
                format == OutputFormat.JSON
                        ? session.toPrettyString()
                        : session.get("token").asText());
        return 0;
    }
}
