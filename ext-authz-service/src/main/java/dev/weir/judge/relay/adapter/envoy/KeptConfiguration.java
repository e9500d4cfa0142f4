package dev.weir.judge.relay.adapter.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.judge.adapter.envoy.ConfigurationListener;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The last whole configuration that the control plane told, in memory and, at most once a second, on disk; from there after a start, until the control plane
 * has told all of one stream. What cannot be read or written is said in the log, and stops nothing. Any thread.
 */
public final class KeptConfiguration implements ConfigurationListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeptConfiguration.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** The time in the file is no older than this, though nothing changes. */
    private static final Duration RENEWED = Duration.ofMinutes(1);

    private final ConfigurationFile file;
    private final InstantSource clock;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("configuration").daemon().factory());

    private Told heard = Told.NOTHING;
    private boolean live;
    private @Nullable Configuration newest;
    private @Nullable Configuration written;
    /** Of writing; told once, not each second. */
    private boolean failing;

    /**
     * @param folder where {@code configuration} lies
     * @param controlPlane whose it is; what another told is not served
     * @param clock the wall's, as the time is kept on disk
     */
    public KeptConfiguration(Path folder, String controlPlane, InstantSource clock) {
        this.file = new ConfigurationFile(folder.resolve("configuration"), controlPlane);
        this.clock = clock;
        this.newest = file.read().orElse(null);
        this.written = newest;
    }

    /** Begins to write. */
    public void start() {
        var _ = writer.scheduleWithFixedDelay(this::write, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void began() {
        heard = Told.NOTHING;
    }

    @Override
    public synchronized void told(DiscoveryResponse response) throws InvalidProtocolBufferException {
        heard = heard.with(response);
        if (heard.whole()) {
            newest = new Configuration(heard, clock.instant());
            live = true;
        }
    }

    @Override
    public synchronized void ended() {
        newest = newest().orElse(null);
        live = false;
    }

    /** What gateways that start are told; known to be in force now, while the control plane's stream stands. */
    synchronized Optional<Configuration> newest() {
        return Optional.ofNullable(newest).map(kept -> live ? kept.knownAt(clock.instant()) : kept);
    }

    /** Since it was last known to be in force. */
    Optional<Duration> age() {
        return newest().map(kept -> Duration.between(kept.at(), clock.instant()));
    }

    /** One thread, that of the writer or, at the end, whoever closes. */
    void write() {
        var now = newest().orElse(null);
        var before = written;
        if (now == null
                || before != null
                        && now.told().equals(before.told())
                        && now.at().isBefore(before.at().plus(RENEWED))) {
            return;
        }
        try {
            file.write(now);
            written = now;
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warning("the configuration could not be kept: " + e + "; trying again each second");
            }
            failing = true;
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            var _ = writer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
