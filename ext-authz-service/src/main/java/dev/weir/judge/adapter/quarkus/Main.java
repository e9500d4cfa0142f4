package dev.weir.judge.adapter.quarkus;

import dev.weir.chain.ContractAddresses;
import dev.weir.config.ConfigException;
import dev.weir.judge.adapter.control.KeptConfig;
import dev.weir.judge.adapter.peers.Peer;
import dev.weir.judge.adapter.peers.PeerJudges;
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
            System.err.println("ext-authz-service does not start: " + why);
            System.exit(1);
        });
        Quarkus.run(args);
    }

    /** The files and ports are looked at first, so that no stack trace hides what is wrong with them. */
    static Optional<String> refusal(Config config) {
        return files(config)
                .or(() -> pick(config))
                .or(() -> taken(config, "quarkus.grpc.server."))
                .or(() -> taken(config, "quarkus.http."))
                .or(() -> signInTaken(config))
                .or(() -> taken(config, "weir.relay-"));
    }

    private static Optional<String> files(Config config) {
        try {
            if (!KeptConfig.begin(
                            config.getValue("weir.config", Path.class),
                            config.getValue("weir.data-dir", Path.class),
                            config.getValue("weir.xds-address", String.class))
                    .chain()
                    .isMemory()) {
                ContractAddresses.read(config.getValue("weir.contracts", Path.class));
            }
            JudgeIdentity.check(config);
            return Optional.empty();
        } catch (ConfigException | NoSuchElementException | IllegalArgumentException | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> pick(Config config) {
        try {
            var peers = config.getOptionalValues("weir.peers", String.class).orElse(List.of());
            if (peers.size() > PeerJudges.MOST) {
                return Optional.of("weir.peers: " + peers.size() + " are more than " + PeerJudges.MOST);
            }
            peers.forEach(Peer::parse);
        } catch (IllegalArgumentException e) {
            return Optional.of("weir.peers: " + e.getMessage());
        }
        try {
            return config.getOptionalValue("weir.look", Integer.class)
                    .filter(look -> look < 0)
                    .map(look -> "weir.look: " + look + " is negative; 0 looks at all endpoints");
        } catch (IllegalArgumentException e) {
            return Optional.of("weir.look is not a number: " + e.getMessage());
        }
    }

    private static Optional<String> signInTaken(Config config) {
        return config.getOptionalValue("weir.tls-cert", Path.class)
                .flatMap(any -> taken(config, "quarkus.http.", "ssl-port"));
    }

    private static Optional<String> taken(Config config, String server) {
        return taken(config, server, "port");
    }

    private static Optional<String> taken(Config config, String server, String setting) {
        String host = config.getValue(server + "host", String.class);
        int port = config.getValue(server + setting, Integer.class);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "cannot listen on " + host + ":" + port + " (" + server + setting + "): " + e.getMessage());
        }
    }
}
