package dev.weir.controlplane.access;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call, as far as it was logged.
 *
 * @param end empty while it lasts, or where its entry has not come yet
 * @param attempts at nodes, in the order in which they ended; the first {@link #MOST_ATTEMPTS}
 */
public record CallTrace(Optional<End> end, List<Try> attempts) {
    static final int MOST_ATTEMPTS = 8;
    static final CallTrace NOTHING = new CallTrace(Optional.empty(), List.of());
    private static final int LONGEST_PATH = 120;

    public CallTrace {
        attempts = List.copyOf(attempts);
    }

    /**
     * Its end, for the caller.
     *
     * @param at its start, by Envoy's clock
     * @param api empty where no API has the path
     * @param status 0 where the caller left before there was one
     * @param decision {@code allow}, a refusal's code, or empty where nobody judged
     * @param refusal why no node answered, as the caller was told; empty where one did
     */
    public record End(
            Instant at,
            String api,
            MaskedCaller caller,
            String method,
            String path,
            int status,
            String decision,
            Optional<String> refusal,
            String tier,
            double anomaly,
            String anomalyReasons,
            double tookMillis) {}

    /** One attempt. @param ending in words */
    public record Try(NodeId node, Instant endedAt, double latencyMillis, boolean reached, String ending) {}

    CallTrace with(RequestEnded request) {
        var judged = request.judged().orElseGet(() -> new RequestEnded.Judged("", "", "", "", 0, ""));
        var path = request.path();
        return new CallTrace(
                Optional.of(new End(
                        request.at(),
                        judged.api(),
                        MaskedCaller.of(request.callerKey()),
                        request.method(),
                        path.substring(0, Math.min(LONGEST_PATH, path.length())),
                        request.status(),
                        judged.decision(),
                        Refusals.reason(request),
                        judged.tier(),
                        judged.anomaly(),
                        judged.anomalyReasons(),
                        millis(request.took()))),
                attempts);
    }

    CallTrace with(AttemptEnded attempt) {
        return attempts.size() == MOST_ATTEMPTS
                ? this
                : new CallTrace(
                        end,
                        Stream.concat(
                                        attempts.stream(),
                                        Stream.of(new Try(
                                                attempt.node(),
                                                attempt.at(),
                                                millis(attempt.latency()),
                                                attempt.reached(),
                                                words(attempt.ending()))))
                                .toList());
    }

    private static String words(Ending ending) {
        return switch (ending) {
            case Ending.Answered answered -> "answered " + answered.status();
            case Ending.FromCache cached -> "answered from the cache " + cached.status();
            case Ending.TimedOut _ -> "took too long";
            case Ending.Overtaken _ -> "late, another was first";
            case Ending.LeftByCaller _ -> "left by its caller";
            case Ending.Refused refused -> "refused " + refused.status();
            case Ending.Failed failed ->
                switch (failed.how()) {
                    case UNREACHABLE -> "not reached";
                    case CONNECTION_LOST -> "connection lost";
                    case ANSWER_MALFORMED -> "answered no HTTP";
                    case NO_NODE -> "no node";
                };
        };
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
