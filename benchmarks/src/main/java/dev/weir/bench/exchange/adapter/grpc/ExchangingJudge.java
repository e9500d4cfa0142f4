package dev.weir.bench.exchange.adapter.grpc;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickCandidate;
import dev.weir.config.WeirConfig;
import dev.weir.judge.adapter.peers.GrantsEndpoint;
import dev.weir.judge.adapter.peers.Peer;
import dev.weir.judge.adapter.peers.PeerJudges;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What of the production judge exchanges grants, with 40 endpoints to pick from. */
public final class ExchangingJudge implements AutoCloseable {
    private static final int ENDPOINTS = 40;

    private final ApiName api;
    private final PeerJudges peers;
    private final Picks picks;
    private final Server server;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** @param api one with {@code actuator: pick} @param ports of all judges on loopback, its own among them @param measured how far back delays count */
    public ExchangingJudge(WeirConfig config, ApiName api, int port, List<Integer> ports, Duration measured)
            throws IOException {
        this.api = api;
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return DistributionStatisticConfig.builder()
                        .expiry(measured)
                        .build()
                        .merge(config);
            }
        });
        var clock = InstantSource.system();
        var directory = new EndpointDirectory();
        directory.replace(Map.of(
                api + ".bench",
                IntStream.range(0, ENDPOINTS)
                        .mapToObj(ExchangingJudge::endpoint)
                        .toList()));
        var random = new SplittableRandom(port);
        this.peers = new PeerJudges(
                ports.stream().map(each -> new Peer("127.0.0.1", each)).toList(), random.nextLong(), clock, meters);
        this.picks = new Picks(config, directory, 8, peers, clock, random);
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                // As Quarkus has it.
                .directExecutor()
                .addService(new GrantsEndpoint(peers, picks, clock, meters))
                .build()
                .start();
        peers.start();
    }

    private static PickCandidate endpoint(int index) {
        return new PickCandidate(new NodeId("node-" + index), new EndpointAddress.Socket("127.0.0.1", 1 + index), true);
    }

    /** To how many judges, itself among them, a stream stands. */
    public int peersUp() {
        return peers.up();
    }

    public Optional<Grant> pick() {
        return picks.pick(api, new RequestId(UUID.randomUUID().toString()), "GET /bench 0");
    }

    public void completed(Grant grant) {
        picks.attemptEnded(new AttemptEnded(
                new RequestId(grant.id()),
                api,
                api + ".bench",
                grant.node(),
                Instant.EPOCH,
                Duration.ofMillis(20),
                true,
                new Ending.Answered(200),
                Optional.empty()));
    }

    /** From a batch's first event until all of it was taken here, over what is measured. @param percentile 0.5 or 0.99 */
    public double delayMillis(double percentile) {
        for (var value :
                meters.get("weir_judge_exchange_delay").timer().takeSnapshot().percentileValues()) {
            if (value.percentile() == percentile) {
                return value.value(TimeUnit.MILLISECONDS);
            }
        }
        throw new IllegalArgumentException("percentile " + percentile + " is not measured");
    }

    /** Events of the others that it took. */
    public long received() {
        return (long) meters.counter("weir_judge_exchange_received").count();
    }

    /** Grants in flight, of all judges. */
    public int inFlight() {
        return picks.inFlight();
    }

    @Override
    public void close() {
        peers.close();
        server.shutdownNow();
    }
}
