package dev.weir.cli;

import dev.weir.cli.devnet.DevnetWallets;
import dev.weir.cli.instance.Instance;
import dev.weir.model.TokenAmount;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir stake AMOUNT --account N}: a real transaction on the devnet. */
@Command(name = "stake", description = "Stakes WEIR from the devnet's N-th wallet.", mixinStandardHelpOptions = true)
final class StakeCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "AMOUNT", description = "whole WEIR, such as 100 or 0.5")
    private String amount = "";

    @Option(names = "--account", paramLabel = "N", required = true, description = "0 to 9")
    private int account;

    @Override
    public Integer call() {
        var home = global.home();
        var instance = Instance.running(home);
        var wallet = DevnetWallets.at(account);
        System.out.println(DevnetWallets.stake(instance, home, wallet, TokenAmount.ofTokens(amount)));
        return 0;
    }
}
