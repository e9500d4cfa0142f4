package dev.weir.controlplane.adapter.quarkus;

import dev.weir.chain.ContractAddresses;
import dev.weir.config.ConfigException;
import dev.weir.controlplane.adapter.file.FileBanStore;
import dev.weir.controlplane.adapter.file.FileOrderStore;
import dev.weir.controlplane.adapter.file.FileRolloutStore;
import dev.weir.controlplane.adapter.file.FileTokenStore;
import dev.weir.controlplane.adapter.file.FileVersionStore;
import dev.weir.controlplane.adapter.file.LimitsFolder;
import dev.weir.controlplane.adapter.file.WeirFile;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.model.EndpointAddress;
import dev.weir.topology.adapter.envoy.Tracing;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the service, or says in plain lines why its configuration does not let it. Exit code 1 then. */
@QuarkusMain
public final class Main {
    Main() {}

    public static void main(String[] args) {
        refusal(ConfigProvider.getConfig()).ifPresent(why -> {
            System.err.println("xds-control-plane does not start: " + why);
            System.exit(1);
        });
        Quarkus.run(args);
    }

    /** The files and ports are looked at first, so that no stack trace hides what is wrong with them. */
    static Optional<String> refusal(Config config) {
        return files(config)
                .or(() -> taken(config, config.getValue("weir.xds-host", String.class), "weir.xds-port"))
                .or(() -> taken(config, config.getValue("quarkus.http.host", String.class), "quarkus.http.port"));
    }

    private static Optional<String> files(Config config) {
        try {
            var data = config.getValue("weir.data-dir", Path.class);
            var weir = ConfigBook.look(
                    new WeirFile(config.getValue("weir.config", Path.class)), new FileVersionStore(data));
            new LimitsFolder(config.getValue("weir.limits-dir", Path.class), List.of());
            if (!weir.chain().isMemory()) {
                ContractAddresses.read(config.getValue("weir.contracts", Path.class));
            }
            config.getOptionalValue("weir.dns", String.class).ifPresent(EndpointAddress.Socket::parse);
            ControlPlaneIdentity.check(config);
            new FileOrderStore(data).load();
            new FileBanStore(data).load();
            new FileTokenStore(data).load();
            new FileRolloutStore(data).load();
            Tracing.of(
                    config.getOptionalValue("weir.trace-endpoint", String.class),
                    config.getOptionalValue("weir.trace-ratio", Double.class).orElse(0.0));
            return Optional.empty();
        } catch (ConfigException
                | NoSuchElementException
                | IllegalArgumentException
                | IllegalStateException
                | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> taken(Config config, String host, String setting) {
        int port = config.getValue(setting, Integer.class);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot listen on " + host + ":" + port + " (" + setting + "): " + e.getMessage());
        }
    }
}
