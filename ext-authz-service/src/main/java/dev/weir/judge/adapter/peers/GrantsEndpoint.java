package dev.weir.judge.adapter.peers;

import dev.weir.judge.adapter.peers.v2.GrantsGrpc;
import dev.weir.judge.adapter.peers.v2.ShareEnded;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.judge.pick.Picks;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;

/**
 * Hears what other judges granted and heard the end of. What cannot be read is counted and dropped. A judge without peers refuses, and one with peers
 * takes at most twice as many streams as it has peers: a peer that dials anew may come before its old stream is known to be dead.
 *
 * <p>The end of a stream ends no grants: the calls go on at their nodes, whoever granted them, and their ends reach some judge. Those that reach none
 * end by their lease.
 */
@GrpcService
public class GrantsEndpoint extends GrantsGrpc.GrantsImplBase {
    /** What is measured as more, or as less than nothing, are clocks that differ. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final PeerJudges peers;
    private final Picks picks;
    private final InstantSource clock;
    private final ExchangeMeters meters;
    private final Semaphore room;

    public GrantsEndpoint(PeerJudges peers, Picks picks, InstantSource clock, MeterRegistry registry) {
        this.peers = peers;
        this.picks = picks;
        this.clock = clock;
        this.meters = ExchangeMeters.in(registry);
        this.room = new Semaphore(2 * peers.count());
    }

    @Override
    public StreamObserver<SharedGrants> share(StreamObserver<ShareEnded> answer) {
        if (!room.tryAcquire()) {
            answer.onError((peers.count() == 0
                            ? Status.FAILED_PRECONDITION.withDescription("this judge has no peers: see weir.peers")
                            : Status.RESOURCE_EXHAUSTED.withDescription("more streams than this judge has peers"))
                    .asRuntimeException());
            return new Refused();
        }
        return new Heard(answer);
    }

    private void take(SharedGrants batch) {
        if (batch.getSender() == peers.self()) {
            return;
        }
        int events = batch.getEventsCount();
        if (events > SharedEvents.MOST) {
            meters.malformed().increment(events);
            return;
        }
        batch.getEventsList().forEach(this::take);
        meters.received().increment(events);
        var firstAt = Instant.EPOCH.plus(batch.getFirstAtMicros(), ChronoUnit.MICROS);
        var delay = Duration.between(firstAt, clock.instant());
        if (!delay.isNegative() && delay.compareTo(LONGEST_DELAY) < 0) {
            meters.delay().record(delay);
        }
    }

    private void take(SharedGrants.Event wire) {
        try {
            if (!picks.heard(SharedEvents.event(wire))) {
                meters.unknown().increment();
            }
        } catch (IllegalArgumentException e) {
            meters.malformed().increment();
        }
    }

    /** One stream, which holds its room until it ends. */
    private final class Heard implements StreamObserver<SharedGrants> {
        private final StreamObserver<ShareEnded> answer;

        Heard(StreamObserver<ShareEnded> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(SharedGrants batch) {
            take(batch);
        }

        @Override
        public void onError(Throwable broken) {
            // The peer went away. gRPC says so once, and after it nothing.
            room.release();
        }

        @Override
        public void onCompleted() {
            room.release();
            answer.onNext(ShareEnded.getDefaultInstance());
            answer.onCompleted();
        }
    }

    /** Of a stream that was refused: what is already under way is not read. */
    private static final class Refused implements StreamObserver<SharedGrants> {
        @Override
        public void onNext(SharedGrants batch) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    }
}
