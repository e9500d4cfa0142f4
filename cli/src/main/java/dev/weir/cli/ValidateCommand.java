package dev.weir.cli;

import dev.weir.cli.instance.Api;
import dev.weir.topology.Topology;
import dev.weir.topology.adapter.envoy.EnvoyFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir validate}: reads the files that people edit, asks Envoy about what it would get of them, and starts nothing. */
@Command(
        name = "validate",
        description =
                "Checks weir.yaml, deploy/local.yaml, deploy/limits and what Envoy would get of them; or the files named.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    /** Names are not looked up to check a file; this one is for documents (RFC 5737). */
    private static final List<String> ANY_ADDRESS = List.of("192.0.2.1");

    private final GlobalOptions global;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "these instead: like weir.yaml, local.yaml, a file of limits, or a scenario of the simulator")
    private List<Path> files = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "another weir.yaml, beside the other shipped files")
    private @Nullable Path config;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    ValidateCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var root = global.home().root();
        var read = files.isEmpty()
                ? ConfigFiles.of(
                        config == null ? root.resolve("weir.yaml") : config,
                        root.resolve("deploy/local.yaml"),
                        root.resolve("deploy/limits"))
                : ConfigFiles.of(files);
        var envoy = read.topology(host -> ANY_ADDRESS).map(this::envoy).orElse("not asked");
        boolean refused = envoy.startsWith("refused");
        if (format == OutputFormat.JSON) {
            System.out.println(json(read, envoy, read.faults().isEmpty() && !refused));
        } else {
            read.faults().forEach(fault -> System.err.println("weir: " + fault));
            if (refused) {
                System.err.println("weir: Envoy " + envoy);
            } else if (read.faults().isEmpty()) {
                System.out.println(read.checked().stream()
                                .map(file -> file.file() + ": " + file.what())
                                .collect(Collectors.joining("; "))
                        + "; Envoy: " + envoy + "; all good");
            }
        }
        return read.faults().isEmpty() && !refused ? 0 : 1;
    }

    private String envoy(Topology topology) {
        var home = global.home();
        if (!EnvoyCheck.possible(home)) {
            return "not asked, as it is not there (./weir tools fetches it)";
        }
        return EnvoyCheck.refusal(home, EnvoyFiles.toValidate(topology))
                .map(why -> "refused what it would get: " + why)
                .orElse("takes what it would get");
    }

    private static String json(ConfigFiles read, String envoy, boolean good) {
        var all = Api.object().put("good", good).put("envoy", envoy);
        var checked = all.putArray("checked");
        read.checked()
                .forEach(file -> checked.addObject().put("file", file.file()).put("what", file.what()));
        var faults = all.putArray("faults");
        read.faults()
                .forEach(fault -> faults.addObject()
                        .put("file", fault.file())
                        .put("line", fault.line())
                        .put("column", fault.column())
                        .put("what", fault.what()));
        return all.toPrettyString();
    }
}
