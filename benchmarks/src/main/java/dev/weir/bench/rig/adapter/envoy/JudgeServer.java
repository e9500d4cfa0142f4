package dev.weir.bench.rig.adapter.envoy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.bench.load.CallPlan;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.SeenAttempt;
import dev.weir.config.WeirConfig;
import dev.weir.judge.access.Banned;
import dev.weir.judge.access.Judge;
import dev.weir.judge.adapter.envoy.AccessLogEndpoint;
import dev.weir.judge.adapter.envoy.AuthorizationEndpoint;
import dev.weir.judge.adapter.envoy.ConfigurationWatch;
import dev.weir.judge.adapter.envoy.HeardEndpoints;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.signin.Sessions;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The production judge without its container, behind its gRPC services. All callers are signed in and staked from the start; every call of
 * every policy is judged, as in production. Nobody's behaviour is scored: that costs by callers, of which a few here call very often.
 */
final class JudgeServer implements AutoCloseable {
    private static final long SEED = 1;

    private final Server server;
    private final ConfigurationWatch watch;
    private final AttemptTap tap;

    JudgeServer(Lab lab, WeirConfig config) throws IOException {
        var clock = InstantSource.system();
        var meters = new SimpleMeterRegistry();
        var endpoints = new EndpointDirectory();
        var picks = new Picks(config, endpoints, clock, new SplittableRandom(SEED));
        var hedges = new Hedges();
        var behaviour = new CallerBehaviour(point -> List.of(), OrdinaryLog.none(), clock);
        var sessions = new Sessions(OpenSessions.of(CallPlan.CALLERS), clock, Ticker.systemTicker());
        var judge = new Judge(
                config, sessions, wallet -> Lab.STAKE, behaviour, new Banned(InstantSource.system()), new Random(SEED));
        this.tap = new AttemptTap(new AccessLogEndpoint(behaviour, picks, hedges, meters));
        this.watch = new ConfigurationWatch(
                ManagedChannelBuilder.forTarget("127.0.0.1:" + lab.ports().xds(0))
                        .usePlaintext()
                        .maxInboundMessageSize(4 << 20)
                        .build(),
                List.of(new HeardEndpoints(endpoints)));
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress("127.0.0.1", lab.ports().judge()))
                // As Quarkus has it: checks leave the thread by themselves, entries of the log are soon read.
                .directExecutor()
                .addService(new AuthorizationEndpoint(judge, picks, hedges, meters))
                .addService(tap)
                .build()
                .start();
        watch.start();
    }

    /** The attempts that were logged since the last call. */
    List<SeenAttempt> attempts() {
        return tap.drain();
    }

    @Override
    public void close() {
        watch.close();
        server.shutdownNow();
    }
}
