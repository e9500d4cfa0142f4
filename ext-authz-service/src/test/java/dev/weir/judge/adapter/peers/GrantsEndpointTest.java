package dev.weir.judge.adapter.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.judge.SettableClock;
import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.adapter.peers.v2.ShareEnded;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.judge.pick.Picks;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.GrantEvent.Granted;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a judge with one peer, which dials nobody here. */
final class GrantsEndpointTest {
    private static final ApiName FAST = new ApiName("fast-quotes");
    private static final NodeId AMBER = new NodeId("amber");
    private static final long OURS = 1;
    private static final long THEIRS = 2;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Picks picks = new Picks(
            WeirConfig.read(Path.of("../weir.yaml")), new EndpointDirectory(), clock, new SplittableRandom(1));
    private final GrantsEndpoint endpoint = endpoint(List.of(new Peer("judge-1", 9191)));

    @Test
    void grantsOfAPeer_countHere() {
        endpoint.share(new Answer()).onNext(batch(THEIRS, granted("1"), granted("2")));

        assertThat(picks.inFlight()).isEqualTo(2);
        assertThat(meters.counter("weir_judge_exchange_received").count()).isEqualTo(2);
    }

    @Test
    void endOfAStream_endsNoGrants_asTheCallsGoOn() {
        var stream = endpoint.share(new Answer());
        stream.onNext(batch(THEIRS, granted("1")));

        stream.onError(Status.CANCELLED.asRuntimeException());

        assertThat(picks.inFlight()).isEqualTo(1);
    }

    @Test
    void whatThisJudgeToldItself_isIgnored() {
        endpoint.share(new Answer()).onNext(batch(OURS, granted("1")));

        assertThat(picks.inFlight()).isZero();
        assertThat(meters.counter("weir_judge_exchange_received").count()).isZero();
    }

    @Test
    void eventsThatCannotBeRead_areCountedAndDropped_andTheNextOnesTaken() {
        var nowhere = SharedGrants.Event.newBuilder()
                .setApi("fast-quotes")
                .setRequest("1")
                .setGranted(SharedGrants.Granted.newBuilder().setNode("no where"));
        var batch =
                batch(THEIRS, granted("2")).toBuilder().addEvents(0, nowhere).build();

        endpoint.share(new Answer()).onNext(batch);

        assertThat(dropped("malformed")).isEqualTo(1);
        assertThat(picks.inFlight()).isEqualTo(1);
    }

    @Test
    void eventsOfAnApiThatIsNotPicked_areCountedAndDropped() {
        endpoint.share(new Answer())
                .onNext(batch(
                        THEIRS, new Granted(new ApiName("unknown"), new RequestId("1"), AMBER, ""), granted("2")));

        assertThat(dropped("unknown_api")).isEqualTo(1);
        assertThat(picks.inFlight()).isEqualTo(1);
    }

    @Test
    void batchThatIsTooLong_isDroppedWhole() {
        var events = Collections.nCopies(SharedEvents.MOST + 1, granted("1"));

        endpoint.share(new Answer()).onNext(batch(THEIRS, events.toArray(GrantEvent[]::new)));

        assertThat(dropped("malformed")).isEqualTo(SharedEvents.MOST + 1);
        assertThat(picks.inFlight()).isZero();
    }

    @Test
    void delay_isFromTheFirstEventOfABatch() {
        var batch = batch(THEIRS, granted("1"), granted("2"));
        clock.forward(Duration.ofMillis(3));

        endpoint.share(new Answer()).onNext(batch);

        var delay = meters.get("weir_judge_exchange_delay").timer();
        assertThat(delay.count()).isEqualTo(1);
        assertThat(delay.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
    }

    @Test
    void delay_byAClockThatDiffers_isNotMeasured_andTheEventsAreTaken() {
        var stream = endpoint.share(new Answer());
        for (long at : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE}) {
            stream.onNext(batch(THEIRS, granted("at" + at)).toBuilder()
                    .setFirstAtMicros(at)
                    .build());
        }

        assertThat(meters.get("weir_judge_exchange_delay").timer().count()).isZero();
        assertThat(picks.inFlight()).isEqualTo(3);
    }

    @Test
    void judgeWithoutPeers_refusesEveryStream() {
        var answer = new Answer();

        var stream = endpoint(List.of()).share(answer);
        stream.onNext(batch(THEIRS, granted("1")));

        assertThat(answer.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(picks.inFlight()).isZero();
    }

    @Test
    void streamsBeyondTwicePerPeer_areRefused_untilOneEnds() {
        var first = endpoint.share(new Answer());
        endpoint.share(new Answer());
        var third = new Answer();

        endpoint.share(third).onNext(batch(THEIRS, granted("1")));

        assertThat(third.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(picks.inFlight()).isZero();
        first.onCompleted();
        endpoint.share(new Answer()).onNext(batch(THEIRS, granted("1")));
        assertThat(picks.inFlight()).isEqualTo(1);
    }

    private GrantsEndpoint endpoint(List<Peer> peers) {
        return new GrantsEndpoint(new PeerJudges(peers, OURS, clock, new SimpleMeterRegistry()), picks, clock, meters);
    }

    private SharedGrants batch(long sender, GrantEvent... events) {
        return SharedEvents.batch(
                sender,
                Stream.of(events).map(event -> new Told(event, clock.instant())).toList());
    }

    private static GrantEvent granted(String grant) {
        return new Granted(FAST, new RequestId(grant), AMBER, "");
    }

    private double dropped(String reason) {
        return meters.counter("weir_judge_exchange_dropped", "reason", reason).count();
    }

    private static final class Answer implements StreamObserver<ShareEnded> {
        private @Nullable Throwable refusal;

        Status.Code code() {
            return refusal == null
                    ? Status.Code.OK
                    : Status.fromThrowable(refusal).getCode();
        }

        @Override
        public void onNext(ShareEnded ended) {}

        @Override
        public void onError(Throwable why) {
            refusal = why;
        }

        @Override
        public void onCompleted() {}
    }
}
