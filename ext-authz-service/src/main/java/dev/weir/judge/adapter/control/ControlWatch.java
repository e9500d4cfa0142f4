package dev.weir.judge.adapter.control;

import dev.weir.xds.adapter.control.v1.ControlGrpc;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which the control plane tells judges what it does not tell gateways. Dials again with backoff while the control plane is away: what was told last stands
 * meanwhile. Closes the channel that it is given.
 */
public final class ControlWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlWatch.class.getName());
    private static final int MAX_BACKOFF_MILLIS = 5_000;

    private final ManagedChannel channel;
    private final List<ControlListener> listeners;
    private final ScheduledExecutorService redial = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("control-watch").daemon().factory());
    private volatile int failures;

    public ControlWatch(ManagedChannel channel, List<ControlListener> listeners) {
        this.channel = channel;
        this.listeners = List.copyOf(listeners);
    }

    public void start() {
        new Stream().begin();
    }

    @Override
    public void close() {
        redial.shutdownNow();
        channel.shutdownNow();
    }

    private final class Stream implements ClientResponseObserver<FromJudge, ToJudge> {
        private volatile @Nullable StreamObserver<FromJudge> answers;

        void begin() {
            var _ = ControlGrpc.newStub(channel).watch(this);
        }

        /** Before the first message, which is answered. */
        @Override
        public void beforeStart(ClientCallStreamObserver<FromJudge> toControlPlane) {
            answers = toControlPlane;
        }

        @Override
        public void onNext(ToJudge message) {
            failures = 0;
            for (var listener : listeners) {
                try {
                    listener.told(message).ifPresent(this::answer);
                } catch (RuntimeException e) {
                    // Not answered: whoever told it sees that, and what stood stands.
                    LOG.log(Level.WARNING, "what the control plane told was not taken", e);
                }
            }
        }

        private void answer(FromJudge said) {
            var to = answers;
            if (to != null) {
                to.onNext(said);
            }
        }

        @Override
        public void onError(Throwable broken) {
            if (Status.fromThrowable(broken).getCode() == Status.Code.UNIMPLEMENTED && failures == 0) {
                LOG.warning("the control plane is an older one, which tells judges nothing; their own file stands");
            }
            again();
        }

        @Override
        public void onCompleted() {
            again();
        }

        private void again() {
            failures = Math.min(failures + 1, 10);
            if (!redial.isShutdown()) {
                redial.schedule(
                        ControlWatch.this::start, Math.min(MAX_BACKOFF_MILLIS, 100 << failures), TimeUnit.MILLISECONDS);
            }
        }
    }
}
