package dev.weir.judge.adapter.envoy;

import dev.weir.balancing.Grant;
import dev.weir.judge.access.Judge;
import dev.weir.judge.access.Judgement;
import dev.weir.judge.access.RequestFacts;
import dev.weir.judge.access.Work;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.pick.Wanted;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.RequestId;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Envoy's ext_authz. Each check runs on a virtual thread, as it may wait for SQL or the chain; at most {@link #AT_ONCE} at a time.
 * Fails closed: a fault of ours, or no room, is a refusal with 503.
 */
@GrpcService
public class AuthorizationEndpoint extends AuthorizationGrpc.AuthorizationImplBase {
    static final int AT_ONCE = 2_048;
    private static final Logger LOG = Logger.getLogger(AuthorizationEndpoint.class);

    private final Judge judge;
    private final Picks picks;
    private final Hedges hedges;
    private final MeterProvider<Counter> decisions;
    private final Timer checks;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public AuthorizationEndpoint(Judge judge, Picks picks, Hedges hedges, MeterRegistry meters) {
        this.judge = judge;
        this.picks = picks;
        this.hedges = hedges;
        this.decisions = Counter.builder("weir_judge_decisions")
                .description("requests that were judged, by decision: allow, or a refusal's code")
                .withRegistry(meters);
        this.checks = Timer.builder("weir_judge_check_duration")
                .description("one judgement, the pick included")
                .register(meters);
    }

    @Override
    public void check(CheckRequest check, StreamObserver<CheckResponse> answer) {
        if (answer instanceof ServerCallStreamObserver<?> call) {
            // Envoy gives up after two seconds, and when its caller leaves. With a handler, an answer that nobody waits
            // for any more is dropped and no fault; its grant ends with the request, which Envoy logs.
            call.setOnCancelHandler(() -> {});
        }
        if (!room.tryAcquire()) {
            reply(answer, unable(check));
            return;
        }
        var context = Context.current();
        Thread.ofVirtual().name("check").start(() -> {
            try (var _ = context.makeCurrent()) {
                reply(answer, checks.record(() -> decide(check)));
            } finally {
                room.release();
            }
        });
    }

    private CheckResponse decide(CheckRequest check) {
        try {
            var request = Checks.facts(check);
            var judgement = judge.judge(request);
            Optional<Grant> grant = judgement.decision() instanceof Decision.Allow
                    ? request.api()
                            .flatMap(api -> Checks.requestId(check)
                                    .flatMap(id -> picks.pick(api, id, wanted(request, judgement.work()))))
                    : Optional.empty();
            count(request.api().map(Object::toString).orElse("none"), judgement);
            return Answers.of(request, judgement, grant, hedge(request, judgement));
        } catch (RuntimeException e) {
            LOG.errorf(e, "the check of request %s failed and was refused", idOf(check));
            return unable(check);
        }
    }

    private Optional<Duration> hedge(RequestFacts request, Judgement judgement) {
        return judgement
                .api()
                .filter(api -> api.hedges() && judgement.work().idempotent())
                .map(api -> hedges.after(api, request.workKind()));
    }

    private static Wanted wanted(RequestFacts request, Work work) {
        return new Wanted(request.workKind(), work.pools(), work.method());
    }

    private CheckResponse unable(CheckRequest check) {
        var request = Checks.facts(CheckRequest.getDefaultInstance());
        var source = check.getAttributes()
                .getSource()
                .getAddress()
                .getSocketAddress()
                .getAddress();
        var judgement = judge.unable(new Caller.Address(source));
        count("none", judgement);
        return Answers.of(request, judgement, Optional.empty(), Optional.empty());
    }

    /** Labels are the configured APIs and the closed set of codes: they name no caller. */
    private void count(String api, Judgement judgement) {
        var code = judgement.decision() instanceof Decision.Deny deny
                ? deny.reason().code()
                : "allow";
        decisions.withTags("api", api, "code", code).increment();
        Span.current().setAttribute("weir.api", api).setAttribute("weir.decision", code);
    }

    private static String idOf(CheckRequest check) {
        return Checks.requestId(check).map(RequestId::toString).orElse("without an id");
    }

    private static void reply(StreamObserver<CheckResponse> answer, CheckResponse response) {
        answer.onNext(response);
        answer.onCompleted();
    }
}
