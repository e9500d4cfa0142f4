package dev.weir.controlplane.adapter.quarkus;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.Web3jNodeRegistry;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.chain.OperatorSignatures;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.adapter.file.FileAuditLog;
import dev.weir.controlplane.adapter.file.FileFleetStore;
import dev.weir.controlplane.adapter.file.FileOrderStore;
import dev.weir.controlplane.adapter.file.FileRolloutStore;
import dev.weir.controlplane.adapter.file.FileWeightStore;
import dev.weir.controlplane.adapter.file.LimitsFolder;
import dev.weir.controlplane.adapter.file.ParquetSegments;
import dev.weir.controlplane.adapter.file.PublishedArtifacts;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.simulation.Simulations;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.topology.ServiceAddresses;
import dev.weir.controlplane.topology.ServiceAddresses.Place;
import dev.weir.model.SteadyClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wires the process together and owns its threads: the weight loop, the watch over registry and artifacts, the rollout. */
@ApplicationScoped
public class ControlPlane {
    private static final Duration REGISTRY_EVERY = Duration.ofSeconds(2);
    private static final Duration ARTIFACTS_EVERY = Duration.ofSeconds(2);
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(1);
    private static final Duration ROLLOUT_EVERY = Duration.ofMillis(500);

    private final ScheduledExecutorService loopThread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("weight-loop").factory());
    private final ScheduledExecutorService rolloutThread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rollout").factory());
    private final ScheduledExecutorService watchThread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch").factory());
    private final WeirConfig config;
    private final Fleet fleet;
    private final AuditLog audit;
    private final OrderBook orders;
    private final AccessRing access = new AccessRing();
    private final AttemptQueue attempts = new AttemptQueue();
    private final Artifacts artifacts;
    private final Simulations simulations;
    private final ChainConnection chain;
    private final RegistryWatch registry;
    private final ParquetSegments segments;
    private final FileWeightStore weights;
    private final LimitsFolder limits;
    private final AdsPublisher publisher = new AdsPublisher();
    private final GatewayLoop loop;
    private final Round ticks;
    private final InstantSource wall = InstantSource.system();
    private final InstantSource steady = SteadyClock.system();
    private final Settings settings;
    private final ControlPlaneMetrics metrics;
    private @Nullable XdsServer server;

    @Inject
    public ControlPlane(Settings settings, MeterRegistry meters) {
        this.settings = settings;
        this.metrics = new ControlPlaneMetrics(meters);
        this.config = WeirConfig.read(settings.config());
        var contracts = ContractAddresses.read(settings.contracts());
        this.fleet = new Fleet(new OperatorSignatures(contracts), wall, steady, new FileFleetStore(settings.dataDir()));
        this.audit = new FileAuditLog(settings.dataDir());
        this.orders = new OrderBook(new FileOrderStore(settings.dataDir()), audit, wall);
        this.artifacts = new Artifacts(
                Map.of(
                        Kind.MODEL,
                        PublishedArtifacts.models(settings.modelsDir()),
                        Kind.NETWORK,
                        PublishedArtifacts.networks(settings.modelsDir().resolveSibling("policies"))),
                new FileRolloutStore(settings.dataDir()),
                audit,
                terms(config),
                wall);
        this.simulations = new Simulations(() -> artifacts.inForce().network());
        this.chain = ChainConnection.open(settings.chainRpc());
        this.registry = new RegistryWatch(new Web3jNodeRegistry(chain, contracts), fleet, steady);
        this.segments = new ParquetSegments(settings.segmentsDir(), wall);
        this.weights = new FileWeightStore(settings.dataDir());
        this.limits = new LimitsFolder(
                settings.limitsDir(),
                config.apis().stream().map(WeirConfig.Api::name).toList());
        this.loop = new GatewayLoop(
                config,
                new ServiceAddresses(
                        new Place(settings.gatewayHost(), settings.gatewayPort()),
                        new Place(settings.judgeHost(), settings.judgePort()),
                        new Place(settings.ratelimitHost(), settings.ratelimitPort()),
                        new Place(settings.authHost(), settings.authPort()),
                        new Place(settings.telemetryHost(), settings.xdsPort())),
                limits,
                fleet,
                orders,
                attempts,
                artifacts,
                registry,
                publisher,
                segments,
                weights,
                steady);
        this.ticks = new Round("weight loop", loop::tick, steady);
    }

    void start(@Observes StartupEvent event) throws IOException {
        artifacts.refresh();
        registry.refresh();
        var started = XdsServer.start(
                new InetSocketAddress(settings.xdsHost(), settings.xdsPort()), publisher, attempts, access);
        server = started;
        metrics.attempts(attempts);
        metrics.logs(started);
        metrics.segments(segments);
        metrics.ticks(ticks);
        metrics.pushes(loop, config);
        every(watchThread, REGISTRY_EVERY, new Round("registry watch", registry::refresh, steady));
        every(watchThread, ARTIFACTS_EVERY, new Round("artifact watch", artifacts::refresh, steady));
        every(watchThread, LIMITS_EVERY, new Round("limits watch", limits::refresh, steady));
        every(rolloutThread, ROLLOUT_EVERY, new Round("rollout", artifacts::judge, steady));
        every(loopThread, config.weights().tick(), ticks);
    }

    void stop(@Observes ShutdownEvent event) {
        loopThread.shutdownNow();
        watchThread.shutdownNow();
        rolloutThread.shutdownNow();
        if (server != null) {
            server.close();
        }
        segments.close();
        weights.close();
        chain.close();
    }

    private static void every(ScheduledExecutorService thread, Duration period, Round round) {
        var _ = thread.scheduleAtFixedRate(round, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static RolloutTerms terms(WeirConfig config) {
        var rollout = config.rollout();
        return new RolloutTerms(
                rollout.stage(),
                rollout.calls().orElseThrow(),
                rollout.regret().value(),
                config.apis().stream().anyMatch(api -> api.actuator() == WeirConfig.Actuator.WEIGHTS));
    }

    /** How long ago the weight loop last ended a round without a fault. */
    public Duration sinceGoodTick() {
        return ticks.sinceGood();
    }

    public GatewayLoop loop() {
        return loop;
    }

    public Fleet fleet() {
        return fleet;
    }

    public OrderBook orders() {
        return orders;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    public Simulations simulations() {
        return simulations;
    }

    public AuditLog audit() {
        return audit;
    }

    public AccessRing access() {
        return access;
    }

    public WeirConfig config() {
        return config;
    }
}
