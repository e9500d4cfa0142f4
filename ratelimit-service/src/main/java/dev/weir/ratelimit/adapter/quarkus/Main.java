package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.adapter.yaml.InvalidLimits;
import dev.weir.ratelimit.adapter.yaml.LimitsDirectory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the service, or says in plain lines why its configuration does not let it. Exit code 1 then. */
@QuarkusMain
public final class Main {
    Main() {}

    public static void main(String[] args) {
        Optional<String> refusal = refusal(ConfigProvider.getConfig());
        if (refusal.isPresent()) {
            System.err.println("ratelimit-service does not start: " + refusal.get());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    /**
     * What keeps the service from starting; looked at before anything listens, so that no stack trace hides it. The ports
     * too: without its port the gRPC extension would log it and go on without a server.
     */
    static Optional<String> refusal(Config config) {
        return limits(config)
                .or(() -> counters(config))
                .or(() -> identity(config))
                .or(() -> taken(config, "quarkus.grpc.server"))
                .or(() -> taken(config, "quarkus.http"));
    }

    private static Optional<String> limits(Config config) {
        try {
            new LimitsDirectory(config.getValue("weir.limits-dir", Path.class)).read();
            return Optional.empty();
        } catch (InvalidLimits e) {
            return Optional.of("the limits cannot be used.\n" + e.getMessage());
        }
    }

    private static Optional<String> counters(Config config) {
        try {
            Wiring.redisAddress(config.getValue("weir.counters", String.class));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("weir.counters is " + e.getMessage());
        }
    }

    private static Optional<String> identity(Config config) {
        try {
            RateLimitIdentity.check(config);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> taken(Config config, String server) {
        String host = config.getValue(server + ".host", String.class);
        int port = config.getValue(server + ".port", Integer.class);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot listen on " + host + ":" + port + " (" + server + ".port): " + e.getMessage());
        }
    }
}
