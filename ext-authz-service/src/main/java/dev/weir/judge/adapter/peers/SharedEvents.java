package dev.weir.judge.adapter.peers;

import dev.weir.judge.adapter.peers.v1.SharedGrants;
import dev.weir.judge.adapter.peers.v1.SharedGrants.Event;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Events in the words of {@code weir.judge.v1} and back. A full batch is far below what a judge's gRPC server reads at once. */
final class SharedEvents {
    static final int MOST = 256;
    private static final int LONGEST_ID = 32;
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
        var wire = Event.newBuilder().setApi(event.api().value()).setGrant(event.grant());
        switch (event) {
            case GrantEvent.Granted granted ->
                wire.setGranted(SharedGrants.Granted.newBuilder()
                        .setAddress(granted.address().toString())
                        .setKind(granted.kind()
                                .substring(
                                        0, Math.min(LONGEST_KIND, granted.kind().length()))));
            case GrantEvent.Completed completed ->
                wire.setCompleted(SharedGrants.Completed.newBuilder()
                        .setAddress(completed.address().toString())
                        .setLatencyMicros(completed.latency().toNanos() / 1_000)
                        .setFailed(completed.failed()));
            case GrantEvent.Released _ -> wire.setReleased(SharedGrants.Released.getDefaultInstance());
        }
        return wire.build();
    }

    /** @throws IllegalArgumentException where a part is missing, too long or no address */
    static GrantEvent event(Event wire) {
        var api = new ApiName(wire.getApi());
        var grant = bounded("grant", wire.getGrant(), LONGEST_ID);
        return switch (wire.getWhatCase()) {
            case GRANTED -> {
                var granted = wire.getGranted();
                yield new GrantEvent.Granted(
                        api,
                        grant,
                        EndpointAddress.parse(granted.getAddress()),
                        bounded("kind", granted.getKind(), LONGEST_KIND));
            }
            case COMPLETED -> {
                var completed = wire.getCompleted();
                yield new GrantEvent.Completed(
                        api,
                        grant,
                        EndpointAddress.parse(completed.getAddress()),
                        latency(completed.getLatencyMicros()),
                        completed.getFailed());
            }
            case RELEASED -> new GrantEvent.Released(api, grant);
            case WHAT_NOT_SET -> throw new IllegalArgumentException("nothing happened to grant " + grant);
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
