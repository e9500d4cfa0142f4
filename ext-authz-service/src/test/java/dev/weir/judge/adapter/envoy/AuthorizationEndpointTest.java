package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.Devnet;
import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.access.Banned;
import dev.weir.judge.access.Judge;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.port.FixedDetector;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.signin.Sessions;
import dev.weir.judge.signin.port.MemorySessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a chain that lets every call wait until it is told to answer. */
final class AuthorizationEndpointTest {
    private static final WeirConfig CONFIG = WeirConfig.read(Path.of("../weir.yaml"));
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final MemorySessionStore store = new MemorySessionStore();
    private final CountDownLatch chain = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AuthorizationEndpoint endpoint = new AuthorizationEndpoint(
            new Judge(
                    CONFIG,
                    new Sessions(store, clock, clock::nanos),
                    this::stakeOf,
                    new CallerBehaviour(new FixedDetector(), OrdinaryLog.none(), clock),
                    new Banned(clock),
                    new Random(1)),
            new Picks(CONFIG, new EndpointDirectory(), clock, new SplittableRandom(1)),
            new Hedges(),
            new SimpleMeterRegistry());

    @AfterEach
    void letGo() {
        chain.countDown();
    }

    @Test
    void checksBeyondTheRoom_areRefusedAtOnce_andServedWhenThereIsRoomAgain() {
        store.open(Sha256.of("alice"), new Session(new AccountId(31_337, Devnet.wallet(0)), NOON.plusSeconds(3_600)));
        var answers = new Answer();
        for (int check = 0; check < AuthorizationEndpoint.AT_ONCE; check++) {
            endpoint.check(quotes("alice"), answers);
        }
        await().untilAsserted(() -> assertThat(waiting).hasValue(AuthorizationEndpoint.AT_ONCE));

        var beyond = new Answer();
        endpoint.check(quotes("alice"), beyond);

        assertThat(beyond.given).hasSize(1).allSatisfy(response -> {
            assertThat(response.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
            assertThat(response.getDeniedResponse().getBody()).contains("\"code\":\"state_unavailable\"");
        });
        chain.countDown();
        await().untilAsserted(() -> assertThat(answers.given).hasSize(AuthorizationEndpoint.AT_ONCE));
        assertThat(answers.given).allMatch(CheckResponse::hasOkResponse);
        await().untilAsserted(() -> {
            var again = new Answer();
            endpoint.check(quotes("alice"), again);
            await().untilAsserted(() -> assertThat(again.given).hasSize(1));
            assertThat(again.given).allMatch(CheckResponse::hasOkResponse);
        });
    }

    @Test
    void answerThatEnvoyNoLongerWaitsFor_isNoFault() {
        var answer = new Answer();

        endpoint.check(quotes("nobody"), answer);

        assertThat(answer.mayBeCancelled).isTrue();
    }

    private TokenAmount stakeOf(WalletAddress wallet) {
        waiting.incrementAndGet();
        try {
            chain.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return TokenAmount.ZERO;
    }

    private static CheckRequest quotes(String token) {
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .putContextExtensions("api", "quotes")
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod("GET")
                                        .setPath("/quotes/BTC")
                                        .putHeaders("authorization", "Bearer " + token))))
                .build();
    }

    /** Takes answers as gRPC's own observer does. */
    private static final class Answer extends ServerCallStreamObserver<CheckResponse> {
        final ConcurrentLinkedQueue<CheckResponse> given = new ConcurrentLinkedQueue<>();
        volatile boolean mayBeCancelled;

        @Override
        public void onNext(CheckResponse response) {
            given.add(response);
        }

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            mayBeCancelled = true;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
