package dev.weir.controlplane.access;

import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import java.util.Optional;

/** Why a request got no answer of a node, in the codes that its caller was told: docs/refusals.md. */
public final class Refusals {
    private static final String OTHER = "other";

    private Refusals() {}

    /** Empty where it was answered, or where its caller left. Of a closed set: the judge's codes, Envoy's own, and {@code other}. */
    public static Optional<String> reason(RequestEnded request) {
        return switch (request.ending()) {
            case Ending.Answered _, Ending.FromCache _, Ending.LeftByCaller _, Ending.Overtaken _ -> Optional.empty();
            case Ending.TimedOut _ -> Optional.of("nodes_slow");
            case Ending.Failed(var how) ->
                Optional.of(how == Ending.Failure.ANSWER_MALFORMED ? "node_answer_malformed" : "nodes_unavailable");
            case Ending.Refused refused ->
                refused.status() < 400 ? Optional.empty() : Optional.of(refused(request, refused));
        };
    }

    private static String refused(RequestEnded request, Ending.Refused refused) {
        var judged = request.judged().map(RequestEnded.Judged::decision).orElse("allow");
        if (!judged.equals("allow")) {
            return judged;
        }
        return switch (refused.by()) {
            case "ext_authz_error" -> "judge_unavailable";
            case "overload" -> "gateway_full";
            case "request_rate_limited", "local_rate_limited" -> "rate_limited";
            // The filter that refuses answers for their length gives no details, and nothing else does that.
            case "" -> refused.status() == 502 ? "answer_too_large" : byStatus(refused.status());
            default -> byStatus(refused.status());
        };
    }

    private static String byStatus(int status) {
        return switch (status) {
            case 400 -> "http_malformed";
            case 404 -> "api_unknown";
            case 408 -> "request_slow";
            case 413 -> "request_too_large";
            case 429 -> "rate_limited";
            case 431 -> "headers_too_large";
            case 500 -> "gateway_failed";
            case 502 -> "node_answer_malformed";
            case 503 -> "nodes_unavailable";
            case 504 -> "nodes_slow";
            default -> OTHER;
        };
    }
}
