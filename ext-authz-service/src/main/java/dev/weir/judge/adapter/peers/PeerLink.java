package dev.weir.judge.adapter.peers;

import dev.weir.certificates.ServiceRole;
import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.adapter.peers.v2.GrantsGrpc;
import dev.weir.judge.adapter.peers.v2.ShareEnded;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells one peer over one stream, and dials anew with backoff when it breaks.
 *
 * <p>The first event goes at once, those of the next {@link #PAUSE} together. What happens while there is no stream is not told later: a grant that
 * arrives with its end would teach the peer that the call took no time.
 */
final class PeerLink {
    private static final Logger LOG = Logger.getLogger(PeerLink.class.getName());
    /** Of the 20 ms that the news may take, what the sender may use for fewer messages. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private static final int ROOM = 4_096;
    private static final long LEAST_BACKOFF_MILLIS = 100;
    private static final long MOST_BACKOFF_MILLIS = 5_000;
    /** A peer that vanished without a word is noticed after this and as long again. gRPC allows no less. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final Peer peer;
    private final Optional<ServiceTls> tls;
    private final long self;
    private final ExchangeMeters meters;
    private final ScheduledExecutorService thread;
    private final Outbox outbox = new Outbox(ROOM);
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean up;
    /** Changed by the thread alone. */
    private volatile @Nullable Stream stream;

    private long backoffMillis = LEAST_BACKOFF_MILLIS;

    /** @param thread a single one, which drops what it is given once it is shut down */
    PeerLink(Peer peer, Optional<ServiceTls> tls, long self, ExchangeMeters meters, ScheduledExecutorService thread) {
        this.peer = peer;
        this.tls = tls;
        this.self = self;
        this.meters = meters;
        this.thread = thread;
    }

    void start() {
        thread.execute(this::dial);
    }

    /** Any thread, without waiting. */
    void tell(Told told) {
        if (!up) {
            meters.away().increment();
            return;
        }
        if (outbox.add(told)) {
            meters.full().increment();
        }
        flushSoon();
    }

    boolean up() {
        return up;
    }

    /** Once the thread has ended. */
    void close() {
        up = false;
        var last = stream;
        if (last != null) {
            last.channel.shutdownNow();
        }
    }

    private void dial() {
        var fresh = new Stream();
        stream = fresh;
        fresh.open();
    }

    private void flushSoon() {
        if (due.compareAndSet(false, true)) {
            thread.execute(this::flush);
        }
    }

    private void flush() {
        var open = stream;
        if (!up || open == null || !open.ready()) {
            due.set(false);
            return;
        }
        var batch = outbox.take(SharedEvents.MOST);
        if (batch.isEmpty()) {
            due.set(false);
            if (!outbox.isEmpty()) {
                flushSoon();
            }
            return;
        }
        open.send(SharedEvents.batch(self, batch));
        meters.sent().increment(batch.size());
        var _ = thread.schedule(this::flush, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One connection with one stream. Its state belongs to the thread. */
    private final class Stream implements ClientResponseObserver<SharedGrants, ShareEnded> {
        final ManagedChannel channel = ServiceTls.dial(
                        NettyChannelBuilder.forAddress(peer.host(), peer.port()), tls, ServiceRole.JUDGE)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .build();
        private @Nullable ClientCallStreamObserver<SharedGrants> requests;
        private boolean ended;

        void open() {
            var _ = GrantsGrpc.newStub(channel).share(this);
            var _ = thread.schedule(this::lasted, MOST_BACKOFF_MILLIS, TimeUnit.MILLISECONDS);
        }

        boolean ready() {
            return requests != null && requests.isReady();
        }

        void send(SharedGrants batch) {
            if (requests != null) {
                requests.onNext(batch);
            }
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<SharedGrants> call) {
            requests = call;
            call.setOnReadyHandler(() -> thread.execute(this::becameReady));
        }

        private void becameReady() {
            if (ended) {
                return;
            }
            if (!up) {
                meters.away().increment(outbox.clear());
                up = true;
            }
            flushSoon();
        }

        /** A peer that refuses does so at once; only a stream that lasts is a success. */
        private void lasted() {
            if (!ended && up) {
                LOG.info(() -> "the judge at " + peer + " is told our grants");
                backoffMillis = LEAST_BACKOFF_MILLIS;
            }
        }

        @Override
        public void onNext(ShareEnded answer) {}

        @Override
        public void onError(Throwable broken) {
            thread.execute(() -> end(Status.fromThrowable(broken)));
        }

        @Override
        public void onCompleted() {
            thread.execute(() -> end(Status.OK));
        }

        private void end(Status why) {
            ended = true;
            up = false;
            channel.shutdownNow();
            if (backoffMillis == LEAST_BACKOFF_MILLIS) {
                LOG.warning(() -> "the judge at " + peer + " is not told our grants, and dialled again until it is: "
                        + why.getCode() + " " + why.getDescription());
            }
            var _ = thread.schedule(PeerLink.this::dial, backoffMillis, TimeUnit.MILLISECONDS);
            backoffMillis = Math.min(MOST_BACKOFF_MILLIS, 2 * backoffMillis);
        }
    }
}
