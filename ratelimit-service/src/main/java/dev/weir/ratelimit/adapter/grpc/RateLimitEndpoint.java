package dev.weir.ratelimit.adapter.grpc;

import dev.weir.ratelimit.Descriptor;
import dev.weir.ratelimit.RateDecision;
import dev.weir.ratelimit.RateLimiter;
import dev.weir.ratelimit.port.DecisionListener;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Answers {@code ShouldRateLimit}. Decides on the calling thread where counters are in memory, on the workers of
 * {@link DecisionThreads} where they are not. When there is no room it answers UNAVAILABLE, and Envoy goes on with its own
 * local limit.
 */
@GrpcService
public class RateLimitEndpoint extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private static final Logger LOG = Logger.getLogger(RateLimitEndpoint.class);

    private final RateLimiter limiter;
    private final DecisionListener listener;
    private final Executor threads;

    public RateLimitEndpoint(RateLimiter limiter, DecisionListener listener, DecisionThreads threads) {
        this.limiter = Objects.requireNonNull(limiter, "limiter is null");
        this.listener = Objects.requireNonNull(listener, "listener is null");
        this.threads = Objects.requireNonNull(threads, "threads is null");
    }

    @Override
    public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> answer) {
        try {
            List<Descriptor> descriptors = RequestTranslator.descriptors(request);
            threads.execute(() -> decide(request, descriptors, answer));
        } catch (IllegalArgumentException e) {
            refuse(answer, Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
        } catch (RejectedExecutionException e) {
            refuse(answer, Status.UNAVAILABLE.withDescription("too many requests wait for their counters"));
        }
    }

    private void decide(
            RateLimitRequest request, List<Descriptor> descriptors, StreamObserver<RateLimitResponse> answer) {
        RateLimitResponse response;
        long began = System.nanoTime();
        try {
            RateDecision decision = limiter.decide(request.getDomain(), descriptors, RequestTranslator.hits(request));
            listener.decided(request.getDomain(), decision);
            response = ResponseTranslator.response(decision);
            listener.took(Duration.ofNanos(System.nanoTime() - began));
        } catch (RuntimeException e) {
            LOG.error("a decision failed", e);
            refuse(answer, Status.INTERNAL.withDescription("the decision failed"));
            return;
        }
        answer.onNext(response);
        answer.onCompleted();
    }

    private void refuse(StreamObserver<RateLimitResponse> answer, Status status) {
        listener.failed();
        answer.onError(status.asRuntimeException());
    }
}
