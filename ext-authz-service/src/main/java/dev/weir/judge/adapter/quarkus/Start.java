package dev.weir.judge.adapter.quarkus;

import dev.weir.judge.access.Judge;
import dev.weir.judge.adapter.control.ControlWatch;
import dev.weir.judge.adapter.envoy.ConfigurationWatch;
import dev.weir.judge.adapter.peers.PeerJudges;
import dev.weir.judge.anomaly.adapter.file.SeenCallers;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.relay.adapter.envoy.KeptConfiguration;
import dev.weir.judge.relay.adapter.envoy.Relay;
import dev.weir.judge.signin.SignIn;
import dev.weir.judge.signin.adapter.sql.SqlStores;
import dev.weir.judge.signin.port.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has every part made while the service starts. What cannot be made ends the start; made later, by the gRPC server, it would
 * only be logged, and the service would stand there without one. Then sweeps the stores and records what
 * ordinary callers do, every minute.
 */
@Singleton
final class Start {
    private static final Logger LOG = Logger.getLogger(Start.class);
    private static final Duration KEPT = Duration.ofHours(1);

    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sweeper").daemon().factory());
    private final ScheduledExecutorService recorder = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recorder").daemon().factory());

    void start(
            @Observes StartupEvent event,
            Judge judge,
            SignIn signIn,
            Picks picks,
            ConfigurationWatch watch,
            ControlWatch control,
            KeptConfiguration kept,
            Relay relay,
            PeerJudges peers,
            ScoreRounds scores,
            SeenCallers seen,
            SqlStores stores) {
        LOG.debugf("judging with %s, %s, %s; %s", judge, signIn, picks, relay);
        kept.start();
        watch.start();
        control.start();
        peers.start();
        scores.start();
        var _ = sweeper.scheduleWithFixedDelay(() -> sweep(stores), 1, 60, TimeUnit.SECONDS);
        var _ = recorder.scheduleWithFixedDelay(seen::write, 60, 60, TimeUnit.SECONDS);
    }

    /** What expired stays for an hour, so that its owner is told so rather than that it never was. */
    private static void sweep(SqlStores stores) {
        try {
            stores.sweep(InstantSource.system().instant().minus(KEPT));
        } catch (StoreUnavailable e) {
            LOG.warnf("expired sessions were not swept: %s", e.getMessage());
        }
    }

    /** What was seen since the last record is written, where it can be within a second. Who starts after this in the same virtual machine, as tests do, finds no gauges of what is gone. */
    void stop(@Observes ShutdownEvent event, SeenCallers seen, MeterRegistry meters) throws InterruptedException {
        meters.clear();
        sweeper.shutdownNow();
        recorder.execute(seen::write);
        recorder.shutdown();
        if (!recorder.awaitTermination(1, TimeUnit.SECONDS)) {
            recorder.shutdownNow();
        }
    }
}
