package dev.weir.cli;

import dev.weir.cli.supervisor.Bootstrap;
import dev.weir.topology.GatewayIdentity;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir envoy}: for an Envoy that somebody else starts. */
@Command(
        name = "envoy",
        description = "For an Envoy of your own: in a container, as a service, on another machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class EnvoyCommand {
    private EnvoyCommand() {}

    static CommandLine line(GlobalOptions global) {
        return new CommandLine(new EnvoyCommand()).addSubcommand(new BootstrapOf(global));
    }

    /** {@code ./weir envoy bootstrap}: prints the file that an Envoy anywhere starts with. */
    @Command(
            name = "bootstrap",
            description = "Prints the file that an Envoy anywhere starts with: envoy -c FILE.",
            mixinStandardHelpOptions = true)
    static final class BootstrapOf implements Callable<Integer> {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
        private static final Pattern ADDRESS = Pattern.compile(
                "(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)):([0-9]{1,5})");

        private final GlobalOptions global;

        @Option(
                names = "--node-id",
                paramLabel = "N",
                required = true,
                description = "its name, which no other gateway has: by it a gateway gets its own part of the nodes")
        private String nodeId = "";

        @Option(names = "--region", paramLabel = "NAME", description = "where it runs, such as eu-west")
        private @Nullable String region;

        @Option(names = "--zone", paramLabel = "NAME", description = "where in the region, such as eu-west-1a")
        private @Nullable String zone;

        @Option(
                names = "--xds",
                paramLabel = "HOST:PORT",
                defaultValue = "127.0.0.1:18000",
                description = "the control plane; default 127.0.0.1:18000")
        private String xds = "";

        @Option(
                names = "--relay",
                paramLabel = "HOST:PORT",
                description = "a judge's relay, which tells the last configuration while the control plane is gone")
        private @Nullable String relay;

        @Option(
                names = "--admin-port",
                paramLabel = "PORT",
                defaultValue = "9901",
                description = "of Envoy's own admin, on loopback; default 9901")
        private int admin;

        @Option(
                names = "--tls",
                paramLabel = "PATH",
                description =
                        "the folder of its machine with its certificate, as ./weir certs --services makes it: services are dialled over mutual TLS")
        private @Nullable String tls;

        BootstrapOf(GlobalOptions global) {
            this.global = global;
        }

        @Override
        public Integer call() {
            var gateway = new Bootstrap.Gateway(
                    name("--node-id", nodeId),
                    Optional.ofNullable(region).map(text -> name("--region", text)),
                    Optional.ofNullable(zone).map(text -> name("--zone", text)),
                    address("--xds", xds),
                    Optional.ofNullable(relay).map(text -> address("--relay", text)),
                    Asked.port("--admin-port", admin),
                    Optional.ofNullable(tls)
                            .map(path -> Asked.check("--tls " + path, () -> new GatewayIdentity(path))));
            System.out.print(Bootstrap.text(global.home(), gateway));
            return 0;
        }

        private static String name(String option, String text) {
            if (!NAME.matcher(text).matches()) {
                throw new CommandFailed(
                        option + ": '" + text + "' is not a name: letters, digits, '.', '_' and '-', at most 63", 2);
            }
            return text;
        }

        private static Bootstrap.Address address(String option, String text) {
            var parts = ADDRESS.matcher(text);
            if (!parts.matches()) {
                throw new CommandFailed(
                        option + ": '" + text
                                + "' is not HOST:PORT, such as 10.0.0.7:18000 or control-plane.example:18000",
                        2);
            }
            var literal = parts.group(1);
            return new Bootstrap.Address(
                    literal == null ? parts.group(2) : literal, Asked.port(option, Integer.parseInt(parts.group(3))));
        }
    }
}
