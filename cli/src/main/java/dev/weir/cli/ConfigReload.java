package dev.weir.cli;

import dev.weir.cli.instance.Home;
import dev.weir.config.ConfigException;
import dev.weir.config.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code ./weir up --watch}: a weir.yaml that changes comes into force, once it has stood still between two looks, as an editor writes in steps. A bad one changes nothing and is told of once.
 */
final class ConfigReload implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final byte[] NOTHING = {};

    private final Path file;
    private final Sender sender;
    private final Consumer<String> said;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("config-watch").daemon().factory());
    private byte[] seen;
    private String trouble = "";
    private byte[] sent;

    /** Puts a file in force, and says in a line what came of it. */
    @FunctionalInterface
    interface Sender {
        /** @throws CommandFailed or ConfigException where it does not come into force */
        String send(Path file);
    }

    /** @param said hears a line of each change */
    ConfigReload(Path file, Sender sender, Consumer<String> said) {
        this.file = file;
        this.sender = sender;
        this.said = said;
        this.seen = content();
        this.sent = seen;
    }

    static Sender to(Home home) {
        return file -> {
            var checked = CheckedConfig.read(home, file);
            return ConfigClient.line(
                    "applied " + file, ConfigClient.of(home).apply(checked.name(), checked.yaml(), "the file changed"));
        };
    }

    ConfigReload start() {
        var _ = thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** One look. */
    void look() {
        var now = content();
        boolean still = Arrays.equals(now, seen);
        seen = now;
        if (!still || now.length == 0 || Arrays.equals(now, sent)) {
            return;
        }
        try {
            said.accept(sender.send(file));
            sent = now;
            trouble = "";
        } catch (ConfigException | IllegalArgumentException bad) {
            sent = now;
            said.accept("what is in force stays: " + bad.getMessage());
        } catch (RuntimeException e) {
            // Perhaps the control plane was just not there: it is sent again, and said once.
            if (!trouble.equals(String.valueOf(e.getMessage()))) {
                trouble = String.valueOf(e.getMessage());
                said.accept("what is in force stays: " + trouble);
            }
        }
    }

    /** Nothing while it is not there: editors replace it. */
    private byte[] content() {
        try {
            return YamlReader.bytes(file);
        } catch (ConfigException away) {
            return NOTHING;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
