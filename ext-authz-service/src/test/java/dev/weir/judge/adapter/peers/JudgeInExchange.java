package dev.weir.judge.adapter.peers;

import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What of a judge exchanges grants, on a port of its own, with two nodes to pick from. */
final class JudgeInExchange implements AutoCloseable {
    static final ApiName FAST = new ApiName("fast-quotes");
    static final EndpointAddress AMBER = new EndpointAddress("127.0.0.1", 9101);
    static final EndpointAddress BIRCH = new EndpointAddress("127.0.0.1", 9103);

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
                        new PickCandidate(new NodeId("amber"), AMBER, true),
                        new PickCandidate(new NodeId("birch"), BIRCH, true))));
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
