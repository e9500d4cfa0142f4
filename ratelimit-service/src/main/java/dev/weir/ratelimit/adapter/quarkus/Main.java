package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.ratelimit.adapter.yaml.InvalidLimits;
import dev.weir.ratelimit.adapter.yaml.LimitsDirectory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
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

    /** What is wrong with the configuration; looked at before anything listens, so that no stack trace hides it. */
    static Optional<String> refusal(Config config) {
        try {
            Wiring.redisAddress(config.getValue("weir.counters", String.class));
            new LimitsDirectory(config.getValue("weir.limits-dir", Path.class)).read();
            return Optional.empty();
        } catch (InvalidLimits e) {
            return Optional.of("the limits cannot be used.\n" + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Optional.of("weir.counters is " + e.getMessage());
        }
    }
}
