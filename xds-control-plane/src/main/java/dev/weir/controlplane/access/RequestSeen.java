package dev.weir.controlplane.access;

import dev.weir.accesslog.RequestEnded;
import java.time.Instant;

/**
 * One request at its end, as the connection manager logged it.
 *
 * @param api empty where no API has the path
 * @param decision {@code allow}, a refusal's code, or empty where the request was not judged
 */
public record RequestSeen(
        Instant at,
        String api,
        String caller,
        String method,
        String path,
        int status,
        String decision,
        String tier,
        double anomaly,
        String anomalyReasons) {
    private static final int LONGEST_PATH = 120;

    private static RequestSeen notJudged(RequestEnded ended) {
        return of(ended, new RequestEnded.Judged("", "", "", "", 0, ""));
    }

    public static RequestSeen of(RequestEnded ended) {
        return ended.judged().map(judged -> of(ended, judged)).orElseGet(() -> notJudged(ended));
    }

    private static RequestSeen of(RequestEnded ended, RequestEnded.Judged judged) {
        var path = ended.path();
        return new RequestSeen(
                ended.at(),
                judged.api(),
                ended.callerKey(),
                ended.method(),
                path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH),
                ended.status(),
                judged.decision(),
                judged.tier(),
                judged.anomaly(),
                judged.anomalyReasons());
    }
}
