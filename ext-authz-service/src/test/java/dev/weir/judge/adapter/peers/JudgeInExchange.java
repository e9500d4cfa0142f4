package dev.weir.judge.adapter.peers;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What of a judge exchanges grants, on a port of its own, with two nodes to pick from. */
final class JudgeInExchange implements AutoCloseable {
    static final ApiName FAST = new ApiName("fast-quotes");
    static final NodeId AMBER = new NodeId("amber");
    static final NodeId BIRCH = new NodeId("birch");
    static final EndpointAddress ADDRESS_OF_AMBER = new EndpointAddress.Socket("127.0.0.1", 9101);
    static final EndpointAddress ADDRESS_OF_BIRCH = new EndpointAddress.Socket("127.0.0.1", 9103);
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    final int port;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PeerJudges peers;
    final Picks picks;
    private final Server server;

    /** @param ports of all judges; its own may be among them */
    JudgeInExchange(int port, List<Integer> ports) {
        this.port = port;
        var random = new SplittableRandom(port);
        var directory = new EndpointDirectory();
        directory.replace(Map.of(
                "fast-quotes.edge",
                List.of(
                        new PickCandidate(AMBER, ADDRESS_OF_AMBER, true),
                        new PickCandidate(BIRCH, ADDRESS_OF_BIRCH, true))));
        peers = new PeerJudges(
                ports.stream().map(each -> new Peer("127.0.0.1", each)).toList(),
                random.nextLong(),
                InstantSource.system(),
                meters);
        picks = new Picks(
                WeirConfig.read(Path.of("../weir.yaml")), directory, 0, peers, InstantSource.system(), random);
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .maxInboundMessageSize(262_144)
                    .addService(new GrantsEndpoint(peers, picks, InstantSource.system(), meters))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peers.start();
    }

    /** For a request that nobody knew before. */
    Optional<Grant> pick() {
        return picks.pick(FAST, new RequestId("request-" + REQUESTS.incrementAndGet()), "");
    }

    /** An attempt of a request was answered. */
    void answered(String request, NodeId node, Duration latency) {
        picks.attemptEnded(new AttemptEnded(
                new RequestId(request),
                FAST,
                "fast-quotes.edge",
                node,
                Instant.EPOCH,
                latency,
                true,
                new Ending.Answered(200),
                Optional.empty()));
    }

    /** A request ended. */
    void ended(String request) {
        picks.requestEnded(new RequestEnded(
                Optional.of(new RequestId(request)),
                Instant.EPOCH,
                Duration.ZERO,
                Optional.of(new RequestEnded.Judged("fast-quotes", "", "open", "allow", 0, "")),
                "127.0.0.1",
                "GET",
                "/fast/quotes/BTC",
                new Ending.Failed(Ending.Failure.NO_NODE),
                503));
    }

    double count(String meter, String... tags) {
        return meters.counter(meter, tags).count();
    }

    /** As if the process had died. */
    @Override
    public void close() {
        peers.close();
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Integer> freePorts() {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var three = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
