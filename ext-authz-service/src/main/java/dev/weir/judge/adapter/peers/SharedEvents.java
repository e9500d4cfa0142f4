package dev.weir.judge.adapter.peers;

import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.judge.adapter.peers.v2.SharedGrants.Event;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.model.ApiName;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Events in the words of {@code weir.judge.v2} and back. A full batch is far below what a judge's gRPC server reads at once. */
final class SharedEvents {
    static final int MOST = 256;
    private static final int LONGEST_KIND = 128;
    private static final Duration LONGEST = Duration.ofHours(1);

    private SharedEvents() {}

    /** @param told at least one and at most {@link #MOST} */
    static SharedGrants batch(long sender, List<Outbox.Told> told) {
        var batch = SharedGrants.newBuilder()
                .setSender(sender)
                .setFirstAtMicros(
                        ChronoUnit.MICROS.between(Instant.EPOCH, told.getFirst().at()));
        told.forEach(one -> batch.addEvents(event(one.event())));
        return batch.build();
    }

    private static Event event(GrantEvent event) {
        var wire = Event.newBuilder().setRequest(event.request().value());
        switch (event) {
            case GrantEvent.Granted granted ->
                wire.setApi(granted.api().value())
                        .setGranted(SharedGrants.Granted.newBuilder()
                                .setNode(granted.node().value())
                                .setKind(granted.kind()
                                        .substring(
                                                0,
                                                Math.min(
                                                        LONGEST_KIND,
                                                        granted.kind().length()))));
            case GrantEvent.Completed completed ->
                wire.setApi(completed.api().value())
                        .setCompleted(SharedGrants.Completed.newBuilder()
                                .setNode(completed.node().value())
                                .setLatencyMicros(completed.latency().toNanos() / 1_000)
                                .setOutcome(outcome(completed.outcome())));
            case GrantEvent.Released _ -> wire.setReleased(SharedGrants.Released.getDefaultInstance());
        }
        return wire.build();
    }

    /** @throws IllegalArgumentException where a part is missing, too long or no name */
    static GrantEvent event(Event wire) {
        var request = new RequestId(wire.getRequest());
        return switch (wire.getWhatCase()) {
            case GRANTED ->
                new GrantEvent.Granted(
                        new ApiName(wire.getApi()),
                        request,
                        new NodeId(wire.getGranted().getNode()),
                        bounded("kind", wire.getGranted().getKind(), LONGEST_KIND));
            case COMPLETED -> {
                var completed = wire.getCompleted();
                yield new GrantEvent.Completed(
                        new ApiName(wire.getApi()),
                        request,
                        new NodeId(completed.getNode()),
                        latency(completed.getLatencyMicros()),
                        outcome(completed.getOutcome()));
            }
            case RELEASED -> new GrantEvent.Released(request);
            case WHAT_NOT_SET -> throw new IllegalArgumentException("nothing happened to the grant of " + request);
        };
    }

    private static SharedGrants.Outcome outcome(AttemptOutcome outcome) {
        return switch (outcome) {
            case ANSWERED -> SharedGrants.Outcome.ANSWERED;
            case FAILED -> SharedGrants.Outcome.FAILED;
            case UNREACHABLE -> SharedGrants.Outcome.UNREACHABLE;
            case OVERTAKEN -> SharedGrants.Outcome.OVERTAKEN;
            case NOTHING -> SharedGrants.Outcome.NOTHING;
        };
    }

    private static AttemptOutcome outcome(SharedGrants.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> AttemptOutcome.ANSWERED;
            case FAILED -> AttemptOutcome.FAILED;
            case UNREACHABLE -> AttemptOutcome.UNREACHABLE;
            case OVERTAKEN -> AttemptOutcome.OVERTAKEN;
            case NOTHING -> AttemptOutcome.NOTHING;
            case OUTCOME_UNSET, UNRECOGNIZED -> throw new IllegalArgumentException("an outcome that nobody knows");
        };
    }

    private static String bounded(String what, String text, int longest) {
        if (text.length() > longest) {
            throw new IllegalArgumentException(what + " of " + text.length() + " characters is above " + longest);
        }
        return text;
    }

    private static Duration latency(long micros) {
        var latency = Duration.of(micros, ChronoUnit.MICROS);
        if (latency.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("latency " + latency + " is above " + LONGEST);
        }
        return latency;
    }
}
