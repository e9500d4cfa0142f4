package dev.weir.cli;

import dev.weir.cli.devnet.LocalDevnet;
import dev.weir.cli.supervisor.Blueprint;
import dev.weir.cli.supervisor.Folders;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./weir devnet}: what {@code up} does to a fresh chain, for deployments that start their processes otherwise. */
@Command(
        name = "devnet",
        description =
                "Puts contracts, tokens and operators on the chain of weir.yaml, and keys and admin token into --home.",
        mixinStandardHelpOptions = true)
final class DevnetCommand implements Callable<Integer> {
    private final GlobalOptions global;

    DevnetCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var config = home.root().resolve("weir.yaml");
        var deployment = Deployment.read(home.root().resolve("deploy/local.yaml"));
        var devnet = new LocalDevnet(new Blueprint(home, deployment, config, WeirConfig.read(config)));
        Folders.prepare(home);
        var contracts = devnet.prepare();
        for (int node = 0; node < deployment.nodes().size(); node++) {
            devnet.operatorKey(node);
        }
        System.out.println("contracts of chain " + contracts.chainId() + " are in " + home.contracts());
        return 0;
    }
}
