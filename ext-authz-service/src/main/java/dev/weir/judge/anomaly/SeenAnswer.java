package dev.weir.judge.anomaly;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the score looks at in the end of one request.
 *
 * @param callerKey under whom it counts
 * @param api by name; empty where no API has the path
 * @param signIn whether it was a call of sign-in
 * @param path without the query
 * @param status that the caller was sent; 0 where it left before that
 * @param took from the first byte of the request to the last of the answer
 * @param retryAfter after which the gateway, refusing, asked the caller to come again; empty where it did not, and where a node did
 */
public record SeenAnswer(
        String callerKey,
        String api,
        boolean signIn,
        String path,
        int status,
        Duration took,
        Optional<Duration> retryAfter) {
    public SeenAnswer {
        Objects.requireNonNull(callerKey, "callerKey is null");
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(took, "took is null");
        Objects.requireNonNull(retryAfter, "retryAfter is null");
    }
}
