package dev.weir.cli;

import dev.weir.config.ConfigException;
import dev.weir.config.Deployment;
import dev.weir.topology.adapter.envoy.EnvoyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir translate}: what Envoy gets for the config files, as files with which it runs without a control plane. */
@Command(
        name = "translate",
        description = "Writes what Envoy gets for a weir.yaml as files with which it runs without a control plane.",
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "DIR", description = "the folder to write to (default: prints the files)")
    private @Nullable Path folder;

    @Option(names = "--config", paramLabel = "FILE", description = "what the gateway offers (default: weir.yaml)")
    private @Nullable Path config;

    @Option(names = "--deployment", paramLabel = "FILE", description = "what runs where (default: deploy/local.yaml)")
    private @Nullable Path deployment;

    TranslateCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws IOException {
        var root = global.home().root();
        var runs = deployment == null ? root.resolve("deploy/local.yaml") : deployment;
        var read = ConfigFiles.of(
                config == null ? root.resolve("weir.yaml") : config, runs, root.resolve("deploy/limits"));
        var topology = read.topology(TranslateCommand::lookup).orElseThrow(() -> new ConfigException(read.faults()));
        var files = EnvoyFiles.of(topology, Deployment.read(runs).ports().envoyAdmin());
        if (folder == null) {
            files.forEach((name, text) -> System.out.print("# " + name + "\n" + text + "---\n"));
            return 0;
        }
        Files.createDirectories(folder);
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        System.out.println("wrote " + String.join(" and ", files.keySet()) + " to " + folder
                + "; run it there: envoy -c envoy.yaml");
        return 0;
    }

    /** As they are now: what runs without a control plane looks up nothing. */
    private static List<String> lookup(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException e) {
            throw new CommandFailed(
                    "the name " + host + " cannot be looked up here, and the files would have no address for it", e);
        }
    }
}
