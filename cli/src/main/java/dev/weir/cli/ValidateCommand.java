package dev.weir.cli;

import dev.weir.cli.supervisor.EdgeFiles;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir validate}: reads both config files and says what is wrong with them. */
@Command(name = "validate", description = "Checks weir.yaml and deploy/local.yaml.", mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--config", paramLabel = "FILE", description = "another weir.yaml")
    private @Nullable Path config;

    ValidateCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var root = global.home().root();
        var file = config == null ? root.resolve("weir.yaml") : config;
        var weir = WeirConfig.read(file);
        EdgeFiles.check(weir, file, Instant.now());
        var deployment = Deployment.read(root.resolve("deploy/local.yaml"));
        System.out.println(
                file + ": " + weir.apis().size() + " APIs, " + weir.pools().size() + " pools; deploy/local.yaml: "
                        + deployment.nodes().size() + " nodes; both good");
        return 0;
    }
}
