package dev.weir.controlplane.adapter.quarkus;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.Web3jNodeRegistry;
import dev.weir.chain.port.NodeRegistry;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.access.CallTraces;
import dev.weir.controlplane.adapter.chain.OperatorSignatures;
import dev.weir.controlplane.adapter.dns.DnsNames;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.LoopedGateways;
import dev.weir.controlplane.adapter.envoy.TranslatedPreview;
import dev.weir.controlplane.adapter.file.EdgeCertificates;
import dev.weir.controlplane.adapter.file.FileAuditLog;
import dev.weir.controlplane.adapter.file.FileBanStore;
import dev.weir.controlplane.adapter.file.FileFleetStore;
import dev.weir.controlplane.adapter.file.FileOrderStore;
import dev.weir.controlplane.adapter.file.FileRolloutStore;
import dev.weir.controlplane.adapter.file.FileTokenStore;
import dev.weir.controlplane.adapter.file.FileVersionStore;
import dev.weir.controlplane.adapter.file.FileWeightStore;
import dev.weir.controlplane.adapter.file.LimitsFolder;
import dev.weir.controlplane.adapter.file.ParquetSegments;
import dev.weir.controlplane.adapter.file.PublishedArtifacts;
import dev.weir.controlplane.adapter.file.WeirFile;
import dev.weir.controlplane.adapter.judges.BannedAtJudges;
import dev.weir.controlplane.adapter.judges.JudgeStreams;
import dev.weir.controlplane.adapter.judges.TellingJudges;
import dev.weir.controlplane.adapter.rpc.HttpHeads;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.bans.BanBook;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.controlplane.config.ConfigChange;
import dev.weir.controlplane.config.ConfigDelivery;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.HeadWatch;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.fleet.Upstreams;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.TokenBook;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.simulation.Simulations;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.SteadyClock;
import dev.weir.observe.adapter.micrometer.IdentityMeters;
import dev.weir.observe.adapter.micrometer.ResidentMemory;
import dev.weir.observe.adapter.micrometer.WeirMeters;
import dev.weir.topology.GatewayTls;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.ServiceAddresses.Place;
import dev.weir.topology.adapter.envoy.TopologyTranslator;
import dev.weir.topology.adapter.envoy.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts the parts together as the settings say. Dates are the wall clock's, durations a steady one's. */
@Singleton
final class Wiring {
    private final InstantSource wall = InstantSource.system();
    private final InstantSource steady = SteadyClock.system();

    @Produces
    @Singleton
    ConfigBook configs(Settings settings, AuditLog audit) {
        return ConfigBook.begin(new WeirFile(settings.config()), new FileVersionStore(settings.dataDir()), audit, wall);
    }

    /** What this process begins with. */
    @Produces
    @Singleton
    WeirConfig config(ConfigBook configs) {
        return configs.inForce().config();
    }

    @Produces
    @Singleton
    JudgeStreams judges() {
        return new JudgeStreams();
    }

    @Produces
    @Singleton
    RequestMetrics requestMetrics(WeirConfig config, MeterRegistry registry) {
        return new RequestMetrics(config, registry);
    }

    @Produces
    @Singleton
    ConfigChange changes(
            Settings settings,
            ConfigBook configs,
            JudgeStreams judges,
            GatewayLoop loop,
            AdsPublisher publisher,
            Fleet fleet,
            Upstreams upstreams,
            HeadWatch heads,
            LimitsFolder limits,
            EdgeCertificates certificates,
            Artifacts artifacts,
            RequestMetrics requests,
            ControlPlaneMetrics metrics) {
        var telling = new TellingJudges(judges);
        telling.tell(configs.inForce());
        List<Consumer<WeirConfig>> followers = List.of(
                config -> heads.follow(config.apis(), config.pools()),
                config -> limits.follow(names(config)),
                config -> certificates.follow(config.edge()),
                config -> artifacts.follow(terms(config)),
                requests::follow,
                config -> metrics.follow(config, loop, certificates));
        var delivery = new ConfigDelivery(
                telling,
                new LoopedGateways(loop, publisher),
                new UpstreamNames(upstreams),
                followers,
                steady,
                Thread::sleep);
        return new ConfigChange(
                configs,
                delivery,
                new TranslatedPreview(tracing(settings), services(settings), fleet, limits::of),
                List.of(config -> certificates.check(config.edge())));
    }

    private static List<ApiName> names(WeirConfig config) {
        return config.apis().stream().map(WeirConfig.Api::name).toList();
    }

    private static Optional<Tracing> tracing(Settings settings) {
        return Tracing.of(settings.traceEndpoint(), settings.traceRatio());
    }

    @Produces
    @Singleton
    ContractAddresses contracts(Settings settings, WeirConfig config) {
        return config.chain().isMemory() ? ContractAddresses.NONE : ContractAddresses.read(settings.contracts());
    }

    @Produces
    @Singleton
    ChainConnection chain(Settings settings) {
        return ChainConnection.open(settings.chainRpc());
    }

    void close(@Disposes ChainConnection chain) {
        chain.close();
    }

    @Produces
    @Singleton
    DnsNames names(Settings settings) {
        return new DnsNames(settings.dns()
                .map(EndpointAddress.Socket::parse)
                .map(server -> new InetSocketAddress(server.host(), server.port())));
    }

    void close(@Disposes DnsNames names) {
        names.close();
    }

    @Produces
    @Singleton
    Upstreams upstreams(WeirConfig config, DnsNames names) {
        return new Upstreams(config.pools(), names);
    }

    @Produces
    @Singleton
    HttpHeads headSource(Vertx vertx) {
        return new HttpHeads(vertx, TopologyTranslator.systemRoots(), System.getenv());
    }

    void close(@Disposes HttpHeads heads) {
        heads.close();
    }

    @Produces
    @Singleton
    HeadWatch heads(WeirConfig config, HttpHeads source) {
        return new HeadWatch(config.apis(), config.pools(), source, steady);
    }

    @Produces
    @Singleton
    Fleet fleet(Settings settings, ContractAddresses contracts, Upstreams upstreams, HeadWatch heads) {
        return new Fleet(
                new OperatorSignatures(contracts),
                wall,
                steady,
                new FileFleetStore(settings.dataDir()),
                upstreams,
                heads);
    }

    @Produces
    @Singleton
    RegistryWatch registry(WeirConfig config, ChainConnection chain, ContractAddresses contracts, Fleet fleet) {
        NodeRegistry registry =
                config.chain().isMemory() ? new InMemoryChain() : new Web3jNodeRegistry(chain, contracts);
        return new RegistryWatch(registry, fleet, steady);
    }

    @Produces
    @Singleton
    AuditLog audit(Settings settings) {
        return new FileAuditLog(settings.dataDir());
    }

    @Produces
    @Singleton
    TokenBook tokens(Settings settings, AuditLog audit) {
        return new TokenBook(new FileTokenStore(settings.dataDir()), audit, wall, new SecureRandom());
    }

    @Produces
    @Singleton
    BanBook bans(Settings settings, AuditLog audit, JudgeStreams judges) {
        return new BanBook(new FileBanStore(settings.dataDir()), audit, new BannedAtJudges(judges), wall);
    }

    @Produces
    @Singleton
    OrderBook orders(Settings settings, AuditLog audit) {
        return new OrderBook(new FileOrderStore(settings.dataDir()), audit, wall);
    }

    @Produces
    @Singleton
    Artifacts artifacts(Settings settings, WeirConfig config, AuditLog audit) {
        return new Artifacts(
                Map.of(
                        Kind.MODEL,
                        PublishedArtifacts.models(settings.modelsDir()),
                        Kind.NETWORK,
                        PublishedArtifacts.networks(settings.modelsDir().resolveSibling("policies"))),
                new FileRolloutStore(settings.dataDir()),
                audit,
                terms(config),
                wall);
    }

    private static RolloutTerms terms(WeirConfig config) {
        var rollout = config.rollout();
        return new RolloutTerms(
                rollout.stage(),
                rollout.calls().orElseThrow(),
                rollout.regret().value(),
                config.apis().stream().anyMatch(api -> api.actuator() == WeirConfig.Actuator.WEIGHTS));
    }

    @Produces
    @Singleton
    Simulations simulations(Artifacts artifacts) {
        return new Simulations(() -> artifacts.inForce().network());
    }

    @Produces
    @Singleton
    LimitsFolder limits(Settings settings, WeirConfig config) {
        return new LimitsFolder(settings.limitsDir(), names(config));
    }

    @Produces
    @Singleton
    EdgeCertificates certificates(Settings settings, WeirConfig config) {
        return new EdgeCertificates(
                config.edge(),
                settings.config().toAbsolutePath().resolveSibling(""),
                tls(settings),
                InstantSource.system());
    }

    private static GatewayTls tls(Settings settings) {
        return new GatewayTls(
                settings.gatewayTlsPort(),
                settings.dataDir().resolve("edge-certificates").toAbsolutePath().toString());
    }

    @Produces
    @Singleton
    ParquetSegments segments(Settings settings) {
        return new ParquetSegments(settings.segmentsDir(), wall);
    }

    void close(@Disposes ParquetSegments segments) {
        segments.close();
    }

    @Produces
    @Singleton
    FileWeightStore weights(Settings settings) {
        return new FileWeightStore(settings.dataDir());
    }

    void close(@Disposes FileWeightStore weights) {
        weights.close();
    }

    @Produces
    @Singleton
    CallTraces calls() {
        return new CallTraces();
    }

    @Produces
    @Singleton
    AccessRing access(RequestMetrics requests, CallTraces calls) {
        return new AccessRing(List.of(requests, calls));
    }

    @Produces
    @Singleton
    AttemptQueue attempts() {
        return new AttemptQueue();
    }

    @Produces
    @Singleton
    AdsPublisher publisher(Settings settings, MeterRegistry registry) {
        return new AdsPublisher(tracing(settings), new SyncMetrics(registry));
    }

    @Produces
    @Singleton
    GatewayLoop loop(
            WeirConfig config,
            Settings settings,
            EdgeCertificates certificates,
            LimitsFolder limits,
            Fleet fleet,
            OrderBook orders,
            AttemptQueue attempts,
            Artifacts artifacts,
            RegistryWatch registry,
            AdsPublisher publisher,
            ParquetSegments segments,
            FileWeightStore weights) {
        return new GatewayLoop(
                config,
                certificates,
                services(settings),
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
    }

    private static ServiceAddresses services(Settings settings) {
        var addresses = new ServiceAddresses(
                        new Place(settings.gatewayHost(), settings.gatewayPort()),
                        new Place(settings.judgeHost(), settings.judgePort()),
                        new Place(settings.ratelimitHost(), settings.ratelimitPort()),
                        new Place(settings.authHost(), settings.authPort()),
                        new Place(settings.telemetryHost(), settings.xdsPort()))
                .with(tls(settings));
        return ControlPlaneIdentity.ofGateways(settings).map(addresses::with).orElse(addresses);
    }

    @Produces
    @Singleton
    ControlPlaneIdentity identity(Settings settings) {
        return ControlPlaneIdentity.of(settings);
    }

    void close(@Disposes ControlPlaneIdentity identity) {
        identity.close();
    }

    /** What the weight loop's thread does. */
    @Produces
    @Singleton
    Round ticks(GatewayLoop loop, ControlPlaneMetrics metrics) {
        return new Round("weight loop", metrics.timed(loop::tick), steady);
    }

    @Produces
    @Singleton
    ControlPlaneMetrics metrics(MeterRegistry registry) {
        return new ControlPlaneMetrics(registry);
    }

    @Produces
    @Singleton
    MeterFilter meters() {
        return new WeirMeters();
    }

    @Produces
    @Singleton
    MeterBinder memory() {
        return new ResidentMemory();
    }

    @Produces
    @Singleton
    MeterBinder identityMeters(ControlPlaneIdentity identity) {
        return new IdentityMeters(identity.tls()
                .map(tls -> new IdentityMeters.Watched(
                        () -> tls.left().toSeconds(), () -> !tls.fault().isEmpty())));
    }

    @Produces
    @Singleton
    InstantSource steady() {
        return steady;
    }
}
