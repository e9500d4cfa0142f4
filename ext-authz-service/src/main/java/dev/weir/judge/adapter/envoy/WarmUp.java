package dev.weir.judge.adapter.envoy;

import com.github.benmanes.caffeine.cache.Ticker;
import com.google.protobuf.ByteString;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Api;
import dev.weir.config.WeirConfig.Protocol;
import dev.weir.judge.access.Banned;
import dev.weir.judge.access.Judge;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import dev.weir.model.TokenAmount;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc.AuthorizationBlockingStub;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Judges made-up requests before real ones come. A JVM that has just started takes tens of milliseconds for each of its first checks; at a hundred a
 * second they would pile up until Envoy gives up on some. A judge of its own is asked, over gRPC, with stores of its own: nothing of it remains but compiled code.
 */
public final class WarmUp {
    static final int CHECKS = 600;
    private static final Duration AT_MOST = Duration.ofSeconds(3);
    private static final AccountId NOBODY = AccountId.parse("eip155:1:0x0000000000000000000000000000000000000001");
    private static final String TOKEN = "warm-up";

    private final WeirConfig config;

    public WarmUp(WeirConfig config) {
        this.config = config;
    }

    /** Blocks, for {@link #AT_MOST} at most. @return how many checks were answered */
    public int run() throws IOException {
        var server = server();
        var channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                .usePlaintext()
                .build();
        try {
            var stub = AuthorizationGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            return checks(stub);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private int checks(AuthorizationBlockingStub stub) {
        var requests = config.apis().stream()
                .flatMap(api -> Stream.of(request(api, TOKEN), request(api, "")))
                .toList();
        long end = System.nanoTime() + AT_MOST.toNanos() / 2;
        int answered = 0;
        while (answered < CHECKS && !requests.isEmpty() && System.nanoTime() < end) {
            stub.check(requests.get(answered % requests.size()));
            answered++;
        }
        return answered;
    }

    private Server server() throws IOException {
        var clock = InstantSource.system();
        var sessions = new Sessions(new OneSession(), clock, Ticker.systemTicker());
        // Scores are made elsewhere: a check reads them, and there are none.
        var behaviour = new CallerBehaviour(point -> List.of(), OrdinaryLog.none(), clock);
        var judge = new Judge(
                config,
                sessions,
                wallet -> TokenAmount.ofTokens("1000000"),
                behaviour,
                new Banned(InstantSource.system()),
                new Random());
        var picks = new Picks(config, new EndpointDirectory(), clock, new SplittableRandom());
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new AuthorizationEndpoint(judge, picks, new Hedges(), new SimpleMeterRegistry()))
                .build()
                .start();
    }

    private static CheckRequest request(Api api, String token) {
        var check = CheckRequest.newBuilder();
        var attributes = check.getAttributesBuilder()
                .putContextExtensions("api", api.name().value());
        attributes
                .getSourceBuilder()
                .getAddressBuilder()
                .getSocketAddressBuilder()
                .setAddress("127.0.0.1");
        var http = attributes.getRequestBuilder().getHttpBuilder().setPath("/");
        if (!token.isEmpty()) {
            http.putHeaders("authorization", "Bearer " + token);
        }
        if (api.protocol() == Protocol.JSON_RPC) {
            http.setMethod("POST")
                    .putHeaders("x-envoy-auth-partial-body", "false")
                    .setRawBody(ByteString.copyFromUtf8(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}"));
        } else {
            http.setMethod("GET");
        }
        return check.build();
    }

    /** Every token stands for nobody. */
    private static final class OneSession implements SessionStore {
        @Override
        public void open(Sha256 token, Session session) {}

        @Override
        public Optional<Session> find(Sha256 token) {
            return Optional.of(new Session(NOBODY, Instant.MAX));
        }

        @Override
        public void close(Sha256 token) {}

        @Override
        public void sweep(Instant before) {}
    }
}
