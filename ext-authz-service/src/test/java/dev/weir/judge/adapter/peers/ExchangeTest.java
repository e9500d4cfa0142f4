package dev.weir.judge.adapter.peers;

import static dev.weir.judge.adapter.peers.JudgeInExchange.AMBER;
import static dev.weir.judge.adapter.peers.JudgeInExchange.BIRCH;
import static dev.weir.judge.adapter.peers.JudgeInExchange.FAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.judge.adapter.peers.v2.GrantsGrpc;
import dev.weir.judge.adapter.peers.v2.ShareEnded;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.model.RequestId;
import io.grpc.CallOptions;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three judges over real gRPC, all with the same list of all three. */
final class ExchangeTest {
    private final List<Integer> ports = JudgeInExchange.freePorts();
    private final List<JudgeInExchange> judges = new ArrayList<>();

    @BeforeEach
    void start() {
        ports.forEach(port -> judges.add(new JudgeInExchange(port, ports)));
        judges.forEach(judge -> await().until(() -> judge.peers.up() == 3));
    }

    @AfterEach
    void stop() {
        judges.forEach(JudgeInExchange::close);
    }

    @Test
    void grant_isSeenByTheOthers_untilOneOfThemHearsOfItsEnd() {
        var grant = judge(0).pick().orElseThrow();
        await().untilAsserted(() -> assertInFlight(1, 1, 1));

        judge(2).answered(grant.id(), AMBER, Duration.ofMillis(4));

        await().untilAsserted(() -> assertInFlight(0, 0, 0));
    }

    @Test
    void judges_doNotSendToTheSameNode() {
        var first = judge(0).pick().orElseThrow();
        await().untilAsserted(() -> assertInFlight(1, 1, 1));

        var second = judge(1).pick().orElseThrow();

        assertThat(second.addresses().getFirst()).isNotEqualTo(first.addresses().getFirst());
    }

    @Test
    void requestThatReachedNoNode_freesItsGrantEverywhere() {
        var grant = judge(0).pick().orElseThrow();
        await().untilAsserted(() -> assertInFlight(1, 1, 1));

        judge(0).ended(grant.id());

        await().untilAsserted(() -> assertInFlight(0, 0, 0));
    }

    @Test
    void latencyThatOneHearsOf_teachesAll() {
        judge(0).answered("unknown", AMBER, Duration.ofMillis(80));
        judge(0).answered("unknown", BIRCH, Duration.ofMillis(1));

        await().untilAsserted(() ->
                assertThat(judge(1).count("weir_judge_exchange_received")).isEqualTo(2));
        assertThat(judge(1).pick().orElseThrow().addresses())
                .containsExactly(JudgeInExchange.ADDRESS_OF_BIRCH, JudgeInExchange.ADDRESS_OF_AMBER);
    }

    @Test
    void dyingJudge_leavesItsGrantsInFlight_andTheOthersTellingEachOther() {
        judge(2).pick();
        await().untilAsserted(() -> assertInFlight(1, 1, 1));

        judges.remove(2).close();
        await().until(() -> judge(0).peers.up() == 2);
        judge(0).pick();

        await().untilAsserted(() -> assertThat(judge(1).picks.inFlight()).isEqualTo(2));
        assertThat(judge(0).count("weir_judge_exchange_dropped", "reason", "away"))
                .isEqualTo(1);
    }

    @Test
    void judgeThatComesBack_isToldWhatHappensFromThenOn() {
        judges.remove(2).close();
        await().until(() -> judge(0).peers.up() == 2);
        judge(0).pick();

        judges.add(new JudgeInExchange(ports.get(2), ports));
        await().until(() -> judge(0).peers.up() == 3);
        judge(0).pick();

        await().untilAsserted(() -> assertInFlight(2, 2, 1));
    }

    @Test
    void peerThatReadsNothing_losesTheOldest_andHoldsUpNobody() throws IOException {
        var deaf = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Deaf())
                .build()
                .start();
        var meters = new SimpleMeterRegistry();
        try (var peers =
                new PeerJudges(List.of(new Peer("127.0.0.1", deaf.getPort())), 1, InstantSource.system(), meters)) {
            peers.start();
            await().until(() -> peers.up() == 1);

            await().untilAsserted(() -> {
                for (int i = 0; i < 1_000; i++) {
                    peers.tell(new GrantEvent.Granted(FAST, new RequestId("grant"), AMBER, "k".repeat(100)));
                }
                assertThat(meters.counter("weir_judge_exchange_dropped", "reason", "full")
                                .count())
                        .isPositive();
            });
        } finally {
            deaf.shutdownNow();
        }
    }

    @Test
    void bytesThatAreNoMessage_orTooMany_endTheirOwnStreamOnly() {
        assertThat(refusalOf(new byte[] {-1, -1, -1})).isNotEqualTo(Status.Code.OK);
        assertThat(refusalOf(new byte[300_000])).isNotEqualTo(Status.Code.OK);

        judge(0).pick();

        await().untilAsserted(() -> assertInFlight(1, 1, 1));
    }

    private JudgeInExchange judge(int index) {
        return judges.get(index);
    }

    private void assertInFlight(Integer... expected) {
        assertThat(judges.stream().map(judge -> judge.picks.inFlight())).containsExactly(expected);
    }

    /** How judge 1 ends a stream on which it is sent this. */
    private Status.Code refusalOf(byte[] message) {
        var method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodDescriptor.MethodType.CLIENT_STREAMING)
                .setFullMethodName(GrantsGrpc.getShareMethod().getFullMethodName())
                .build();
        var channel = ManagedChannelBuilder.forAddress("127.0.0.1", judge(1).port)
                .usePlaintext()
                .build();
        try {
            var ended = new CompletableFuture<Status.Code>();
            ClientCalls.asyncClientStreamingCall(channel.newCall(method, CallOptions.DEFAULT), new StreamObserver<>() {
                        @Override
                        public void onNext(byte[] answer) {}

                        @Override
                        public void onError(Throwable why) {
                            ended.complete(Status.fromThrowable(why).getCode());
                        }

                        @Override
                        public void onCompleted() {
                            ended.complete(Status.Code.OK);
                        }
                    })
                    .onNext(message);
            return ended.orTimeout(10, TimeUnit.SECONDS).join();
        } finally {
            channel.shutdownNow();
        }
    }

    /** Takes streams and never asks for a message. */
    private static final class Deaf extends GrantsGrpc.GrantsImplBase {
        @Override
        public StreamObserver<SharedGrants> share(StreamObserver<ShareEnded> answer) {
            ((ServerCallStreamObserver<ShareEnded>) answer).disableAutoRequest();
            return new StreamObserver<>() {
                @Override
                public void onNext(SharedGrants batch) {
                    throw new IllegalStateException("nothing was asked for");
                }

                @Override
                public void onError(Throwable broken) {}

                @Override
                public void onCompleted() {}
            };
        }
    }

    /** Sends anything. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
