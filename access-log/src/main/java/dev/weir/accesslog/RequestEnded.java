package dev.weir.accesslog;

import dev.weir.model.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One request has ended, for its caller.
 *
 * @param request empty where Envoy named none: it could not read the request's head
 * @param at its start, by the clock of the Envoy that logged it
 * @param took until its end
 * @param judged empty where no answer of the judge arrived
 * @param source the address it came from; empty where Envoy did not say
 * @param path without the query, which can hold a secret
 * @param status that the caller was sent; 0 where it left before that
 */
public record RequestEnded(
        Optional<RequestId> request,
        Instant at,
        Duration took,
        Optional<Judged> judged,
        String source,
        String method,
        String path,
        Ending ending,
        int status) {
    public RequestEnded {
        Objects.requireNonNull(request, "request is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(took, "took is null");
        Objects.requireNonNull(judged, "judged is null");
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(ending, "ending is null");
    }

    /** Under whom it counts: as the judge said, or its address. */
    public String callerKey() {
        return judged.map(Judged::caller).filter(caller -> !caller.isEmpty()).orElse("ip:" + source);
    }

    /**
     * What the judge said of it.
     *
     * @param api empty where no API has the path
     * @param decision {@code allow}, or a refusal's code
     * @param anomaly in [0, 1]
     * @param hedged of a call that is hedged, what calls of about the same work share
     */
    public record Judged(
            String api,
            String caller,
            String tier,
            String decision,
            double anomaly,
            String anomalyReasons,
            Optional<String> hedged) {
        /** Of a call that is not hedged. */
        public Judged(String api, String caller, String tier, String decision, double anomaly, String anomalyReasons) {
            this(api, caller, tier, decision, anomaly, anomalyReasons, Optional.empty());
        }
    }
}
