package dev.weir.judge.adapter.quarkus;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.certificates.ServiceRole;
import dev.weir.chain.ContractAddresses;
import dev.weir.chain.RememberedStakes;
import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.chain.adapter.web3j.ChainConnection;
import dev.weir.chain.adapter.web3j.Web3jStakeReader;
import dev.weir.chain.port.StakeReader;
import dev.weir.config.WeirConfig;
import dev.weir.judge.access.Banned;
import dev.weir.judge.access.Judge;
import dev.weir.judge.adapter.control.ControlWatch;
import dev.weir.judge.adapter.control.HeardBans;
import dev.weir.judge.adapter.control.HeardConfig;
import dev.weir.judge.adapter.control.KeptConfig;
import dev.weir.judge.adapter.envoy.ConfigurationWatch;
import dev.weir.judge.adapter.envoy.HeardEndpoints;
import dev.weir.judge.adapter.envoy.WarmUp;
import dev.weir.judge.adapter.peers.Peer;
import dev.weir.judge.adapter.peers.PeerJudges;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.adapter.file.OrdinaryInForce;
import dev.weir.judge.anomaly.adapter.file.SeenCallers;
import dev.weir.judge.anomaly.adapter.rcf.ForestDetector;
import dev.weir.judge.anomaly.port.Detector;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.relay.adapter.envoy.KeptConfiguration;
import dev.weir.judge.relay.adapter.envoy.Relay;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.SignIn;
import dev.weir.judge.signin.SignInRules;
import dev.weir.judge.signin.adapter.sql.Databases;
import dev.weir.judge.signin.adapter.sql.SqlStores;
import dev.weir.model.SteadyClock;
import dev.weir.observe.adapter.micrometer.IdentityMeters;
import dev.weir.observe.adapter.micrometer.ResidentMemory;
import dev.weir.observe.adapter.micrometer.WeirMeters;
import dev.weir.scoring.adapter.csv.CallersFolder;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.agroal.api.AgroalDataSource;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Puts the parts together as the settings say. */
@Singleton
final class Wiring {
    private static final Logger LOG = Logger.getLogger(Wiring.class);
    private static final long SEED = 1;
    private static final int CHALLENGE_KEY_BYTES = 32;
    /** Enough to find a good one, too few for all judges to find the same: docs/adr/0010-judges.md. */
    private static final int LOOK_AMONG_PEERS = 8;
    /** Of 10,000 endpoints behind 1,000 APIs some 6 MiB a type. */
    private static final int MAX_TOLD_BYTES = 16 << 20;

    /** For how long ago something was; dates are the wall clock's. */
    @Produces
    @Singleton
    InstantSource clock() {
        return SteadyClock.system();
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
    MeterBinder identityMeters(JudgeIdentity identity) {
        return new IdentityMeters(identity.tls()
                .map(tls -> new IdentityMeters.Watched(
                        () -> tls.left().toSeconds(), () -> !tls.fault().isEmpty())));
    }

    @Produces
    @Singleton
    WeirConfig config(Settings settings) {
        return KeptConfig.begin(settings.config(), settings.dataDir(), settings.xdsAddress());
    }

    @Produces
    @Singleton
    ContractAddresses contracts(Settings settings, WeirConfig config) {
        return config.chain().isMemory() ? ContractAddresses.NONE : ContractAddresses.read(settings.contracts());
    }

    @Produces
    @Singleton
    AgroalDataSource database(Settings settings, WeirConfig config) {
        var sql = config.state().sql();
        return sql.equals("embedded") ? Databases.embedded(settings.dataDir()) : Databases.postgresql(sql);
    }

    @Produces
    @Singleton
    SqlStores stores(AgroalDataSource database) {
        return SqlStores.open(database);
    }

    @Produces
    @Singleton
    Sessions sessions(SqlStores stores) {
        return new Sessions(stores, InstantSource.system(), Ticker.systemTicker());
    }

    @Produces
    @Singleton
    SignIn signIn(Settings settings, WeirConfig config, ContractAddresses contracts, SqlStores stores) {
        var rules = SignInRules.of(config.auth(), contracts.chainId(), settings.gatewayPort());
        var random = new SecureRandom();
        var key = new byte[CHALLENGE_KEY_BYTES];
        random.nextBytes(key);
        return new SignIn(rules, stores.challengeKey(key), stores, stores, InstantSource.system(), random);
    }

    @Produces
    @Singleton
    ChainConnection chain(Settings settings) {
        return ChainConnection.open(settings.chainRpc());
    }

    @Produces
    @Singleton
    StakeReader stakes(WeirConfig config, ChainConnection chain, ContractAddresses contracts) {
        if (config.chain().isMemory()) {
            return new InMemoryChain();
        }
        return new RememberedStakes(
                new Web3jStakeReader(chain, contracts),
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("stake").factory()),
                Ticker.systemTicker());
    }

    @Produces
    @Singleton
    CallersFolder callers(Settings settings) {
        return new CallersFolder(settings.dataDir().resolve("callers"));
    }

    @Produces
    @Singleton
    Detector detector(CallersFolder callers, MeterRegistry meters) {
        var ordinary = OrdinaryInForce.of(callers);
        if (!ordinary.fault().isEmpty()) {
            LOG.errorf("callers are scored by what is shipped: %s", ordinary.fault());
        }
        Gauge.builder("weir_judge_ordinary_trained", () -> ordinary.trained() ? 1 : 0)
                .description("1 where callers are scored by this gateway's own record, 0 by the shipped one")
                .register(meters);
        return new ForestDetector(ordinary.points(), SEED);
    }

    @Produces
    @Singleton
    SeenCallers seen(CallersFolder callers) {
        return new SeenCallers(callers, InstantSource.system(), new SplittableRandom());
    }

    @Produces
    @Singleton
    CallerBehaviour behaviour(Detector detector, SeenCallers seen, InstantSource clock) {
        return new CallerBehaviour(detector, seen, clock);
    }

    @Produces
    @Singleton
    ScoreRounds scores(CallerBehaviour behaviour, MeterRegistry meters) {
        return new ScoreRounds(behaviour, meters);
    }

    @Produces
    @Singleton
    WarmUp warmUp(WeirConfig config) {
        return new WarmUp(config);
    }

    @Produces
    @Singleton
    EndpointDirectory endpoints() {
        return new EndpointDirectory();
    }

    @Produces
    @Singleton
    PeerJudges peers(Settings settings, JudgeIdentity identity, MeterRegistry meters) {
        var peers = settings.peers().orElse(List.of()).stream().map(Peer::parse).toList();
        return new PeerJudges(peers, identity.tls(), new SplittableRandom().nextLong(), InstantSource.system(), meters);
    }

    @Produces
    @Singleton
    Picks picks(
            Settings settings,
            WeirConfig config,
            EndpointDirectory endpoints,
            PeerJudges peers,
            InstantSource clock,
            MeterRegistry meters) {
        int look = settings.look().orElse(peers.count() == 0 ? 0 : LOOK_AMONG_PEERS);
        var picks = new Picks(config, endpoints, look, peers, clock, new SplittableRandom());
        Gauge.builder("weir_judge_grants_in_flight", picks, Picks::inFlight)
                .description("picks whose calls have not ended yet")
                .register(meters);
        return picks;
    }

    @Produces
    @Singleton
    Hedges hedges() {
        return new Hedges();
    }

    @Produces
    @Singleton
    Judge judge(WeirConfig config, Sessions sessions, StakeReader stakes, CallerBehaviour behaviour, Banned banned) {
        return new Judge(config, sessions, stakes, behaviour, banned, new Random());
    }

    /** Dates are the wall's: the kept one's is read after a start. */
    @Produces
    @Singleton
    KeptConfiguration kept(Settings settings) {
        return new KeptConfiguration(settings.dataDir(), settings.xdsAddress(), InstantSource.system());
    }

    @Produces
    @Singleton
    Relay relay(Settings settings, JudgeIdentity identity, KeptConfiguration kept, MeterRegistry meters)
            throws IOException {
        return Relay.start(
                new InetSocketAddress(settings.relayHost(), settings.relayPort()), identity.tls(), kept, meters);
    }

    @Produces
    @Singleton
    ConfigurationWatch watch(
            Settings settings, JudgeIdentity identity, EndpointDirectory endpoints, KeptConfiguration kept) {
        return new ConfigurationWatch(controlPlane(settings, identity), List.of(new HeardEndpoints(endpoints), kept));
    }

    /** Dates are the wall's. */
    @Produces
    @Singleton
    Banned banned() {
        return new Banned(InstantSource.system());
    }

    @Produces
    @Singleton
    HeardBans heardBans(Settings settings, Banned banned) {
        return new HeardBans(settings.dataDir(), banned);
    }

    /** A connection of its own: what gateways are told can be long, and what judges are told must not wait behind it. */
    @Produces
    @Singleton
    ControlWatch control(Settings settings, JudgeIdentity identity, Judge judge, Picks picks, HeardBans bans) {
        var kept = new KeptConfig(settings.dataDir(), settings.xdsAddress());
        return new ControlWatch(
                controlPlane(settings, identity),
                List.of(bans, new HeardConfig(kept, List.of(judge::follow, picks::follow))));
    }

    private static ManagedChannel controlPlane(Settings settings, JudgeIdentity identity) {
        return ServiceTls.dial(
                        NettyChannelBuilder.forTarget(settings.xdsAddress()), identity.tls(), ServiceRole.CONTROL_PLANE)
                // A control plane that vanished without a word is known by it; the server permits no less than 5 s.
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_TOLD_BYTES)
                .build();
    }

    void close(@Disposes AgroalDataSource database) {
        database.close();
    }

    void close(@Disposes ChainConnection chain) {
        chain.close();
    }

    void close(@Disposes ControlWatch control) {
        control.close();
    }

    void close(@Disposes ConfigurationWatch watch) {
        watch.close();
    }

    void close(@Disposes KeptConfiguration kept) {
        kept.close();
    }

    void close(@Disposes Relay relay) {
        relay.close();
    }

    void close(@Disposes ScoreRounds scores) {
        scores.close();
    }

    void close(@Disposes PeerJudges peers) {
        peers.close();
    }
}
