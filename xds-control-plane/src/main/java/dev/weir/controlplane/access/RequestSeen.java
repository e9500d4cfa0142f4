package dev.weir.controlplane.access;

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
        String anomalyReasons) {}
