package dev.weir.cli;

import dev.weir.cli.devnet.DevnetStake;
import dev.weir.cli.instance.Instance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir stake AMOUNT --account N}: a real transaction on the devnet. */
@Command(name = "stake", description = "Stakes WEIR from the devnet's N-th wallet.", mixinStandardHelpOptions = true)
final class StakeCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "AMOUNT", description = "whole WEIR, such as 100 or 0.5")
    private String amount = "";

    @Option(names = "--account", paramLabel = "N", required = true, description = "0 to 9")
    private int account;

    StakeCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var staked = Asked.amount(amount);
        var signer = Asked.account(account);
        var home = global.home();
        var left = new DevnetStake(Instance.running(home), home).stake(signer, staked);
        System.out.println("staked " + staked.toTokens() + " WEIR; " + signer.wallet() + " has " + left.toTokens()
                + " WEIR left to stake");
        return 0;
    }
}
