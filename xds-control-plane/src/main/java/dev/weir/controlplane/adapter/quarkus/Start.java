package dev.weir.controlplane.adapter.quarkus;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.adapter.file.EdgeCertificates;
import dev.weir.controlplane.adapter.file.LimitsFolder;
import dev.weir.controlplane.adapter.file.ParquetSegments;
import dev.weir.controlplane.adapter.judges.JudgeStreams;
import dev.weir.controlplane.adapter.prometheus.ViewCollector;
import dev.weir.controlplane.bans.BanBook;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.controlplane.config.ConfigChange;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.HeadWatch;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.Upstreams;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.operator.TokenBook;
import dev.weir.controlplane.telemetry.AttemptQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts what Envoys dial and the process's threads: the weight loop, the watch over what changes outside, the one over heads of chains, the rollout. */
@Singleton
final class Start {
    private static final Logger LOG = Logger.getLogger(Start.class.getName());
    private static final Duration REGISTRY_EVERY = Duration.ofSeconds(2);
    /** Answers are kept for as long as they stand: mostly it is nobody that is asked. */
    private static final Duration NAMES_EVERY = Duration.ofSeconds(1);

    private static final Duration ARTIFACTS_EVERY = Duration.ofSeconds(2);
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(1);
    private static final Duration CERTIFICATES_EVERY = Duration.ofSeconds(1);
    /** Finer than any endpoint is asked; mostly it is nobody that is. */
    private static final Duration HEADS_EVERY = Duration.ofMillis(100);

    private static final Duration ROLLOUT_EVERY = Duration.ofMillis(500);

    private final ScheduledExecutorService loopThread = thread("weight-loop");
    private final ScheduledExecutorService rolloutThread = thread("rollout");
    private final ScheduledExecutorService watchThread = thread("watch");
    private final ScheduledExecutorService confirmThread = thread("config");
    private final ScheduledExecutorService headThread = thread("heads");
    private @Nullable XdsServer server;

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).factory());
    }

    void start(
            @Observes StartupEvent event,
            Settings settings,
            WeirConfig config,
            ConfigBook configs,
            ConfigChange changes,
            JudgeStreams judges,
            BanBook bans,
            TokenBook tokens,
            ControlPlaneIdentity identity,
            AdsPublisher publisher,
            AttemptQueue attempts,
            AccessRing access,
            Artifacts artifacts,
            RegistryWatch registry,
            Upstreams upstreams,
            Fleet fleet,
            HeadWatch heads,
            LimitsFolder limits,
            EdgeCertificates certificates,
            ParquetSegments segments,
            GatewayLoop loop,
            Round ticks,
            InstantSource steady,
            ControlPlaneMetrics metrics,
            PrometheusMeterRegistry prometheus)
            throws IOException {
        // Judges that come are told who is refused: the book is there before the first of them.
        LOG.info(
                bans.standing().banned().size() + " bans and " + tokens.tokens().size() + " persons' tokens stand");
        loop.follow(configs.inForce().number(), config);
        artifacts.refresh();
        registry.refresh();
        upstreams.refresh();
        var started = XdsServer.start(
                new InetSocketAddress(settings.xdsHost(), settings.xdsPort()),
                identity.tls(),
                publisher,
                attempts,
                access,
                List.of(judges));
        server = started;
        metrics.attempts(attempts);
        metrics.logs(started);
        metrics.segments(segments);
        metrics.certificates(certificates);
        metrics.ticks(ticks);
        metrics.config(configs);
        metrics.pushes(loop, config);
        metrics.streams(publisher);
        prometheus.getPrometheusRegistry().register(new ViewCollector(loop::view));
        every(watchThread, REGISTRY_EVERY, new Round("registry watch", registry::refresh, steady));
        every(watchThread, NAMES_EVERY, new Round("names", upstreams::refresh, steady));
        every(watchThread, ARTIFACTS_EVERY, new Round("artifact watch", artifacts::refresh, steady));
        every(watchThread, LIMITS_EVERY, new Round("limits watch", limits::refresh, steady));
        every(watchThread, CERTIFICATES_EVERY, new Round("certificates watch", certificates::refresh, steady));
        every(rolloutThread, ROLLOUT_EVERY, new Round("rollout", artifacts::judge, steady));
        every(headThread, HEADS_EVERY, new Round("heads", () -> heads.refresh(fleet::nodes), steady));
        every(loopThread, config.weights().tick(), ticks);
        confirmThread.execute(() -> confirm(changes));
    }

    /** What a process begins with, gateways may refuse. */
    private static void confirm(ConfigChange changes) {
        try {
            changes.confirm();
        } catch (ConfigChange.Busy e) {
            LOG.warning("another change came before it was known whether gateways take the configuration");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void every(ScheduledExecutorService thread, Duration period, Round round) {
        var _ = thread.scheduleAtFixedRate(round, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Who starts after this in the same virtual machine, as tests do, finds no gauges of what is gone. */
    void stop(@Observes ShutdownEvent event, MeterRegistry meters) {
        meters.clear();
        loopThread.shutdownNow();
        watchThread.shutdownNow();
        headThread.shutdownNow();
        rolloutThread.shutdownNow();
        confirmThread.shutdownNow();
        if (server != null) {
            server.close();
        }
    }
}
