package dev.weir.accesslog.adapter.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Envoy's log entries in our words. Two logs: the connection manager's has one entry for a request, the router's one for each attempt at a node. Pure; any
 * thread.
 *
 * <p>Each method throws {@link IllegalArgumentException} where an entry says what cannot be: such an entry is to be counted and dropped.
 */
public final class LogEntries {
    /** The log of requests, by the name that {@code listener.yaml} gives it. */
    public static final String REQUESTS = "weir-requests";

    /** The log of attempts. */
    public static final String ATTEMPTS = "weir-attempts";

    /** A little less than the routes' usual time of 15 s; a route with another says its own in a tag. */
    private static final Duration STALLED = Duration.ofMillis(14_500);

    private static final String STALLED_TAG = "stalled";
    private static final String HEDGED_TAG = "hedged";

    /** 101, as of WebSocket. */
    private static final int SWITCHED = 101;

    private static final String JUDGE = "envoy.filters.http.ext_authz";
    private static final String NO_HOST = "-";
    private static final String UNSUPPORTED = "weir-unsupported";

    private LogEntries() {}

    /** Empty where it was no call of an API, or no node was chosen. */
    public static Optional<AttemptEnded> attempt(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var node = common.getCustomTagsMap().getOrDefault("node", "");
        var cluster = common.getUpstreamCluster();
        int dot = cluster.indexOf('.');
        if (node.isEmpty() || node.equals(NO_HOST) || dot < 1) {
            return Optional.empty();
        }
        boolean reached = common.hasTimeToFirstUpstreamTxByte();
        return Optional.of(new AttemptEnded(
                new RequestId(entry.getRequest().getRequestId()),
                new ApiName(cluster.substring(0, dot)),
                cluster,
                new NodeId(node),
                time(common.getStartTime()).plus(last(common)),
                reached ? latency(common, status(entry)) : Duration.ZERO,
                reached,
                attemptEnding(entry),
                Optional.ofNullable(entry.getResponse().getResponseHeadersMap().get(LoadReport.HEADER))));
    }

    /** Whether the endpoint answered, by an error's code, that it does not have the method that was called: {@code cluster-upstream.yaml} marks it. */
    public static boolean unsupported(HTTPAccessLogEntry entry) {
        return entry.getResponse().getResponseHeadersOrDefault(UNSUPPORTED, "").equals("code");
    }

    public static RequestEnded request(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var id = entry.getRequest().getRequestId();
        return new RequestEnded(
                id.isEmpty() ? Optional.empty() : Optional.of(new RequestId(id)),
                time(common.getStartTime()),
                duration(common.getDuration()),
                judged(common),
                common.getDownstreamRemoteAddress().getSocketAddress().getAddress(),
                entry.getRequest().getRequestMethod().name(),
                withoutQuery(asked(entry)),
                requestEnding(entry),
                status(entry));
    }

    /**
     * Envoy 1.40 logs an attempt that its caller left without a flag, before a status as within the answer. A try that took too long has one; one that
     * ran into the time of the whole request has none and looks like one that was left, so that routes give each try a little less than the whole. That
     * does not end a try whose answer has begun: there its time tells an answer that stalls from a caller who leaves. An answer that Envoy does not pass
     * on, as it tries again, has no last byte. A connection that changed its protocol was answered, whoever ended it.
     *
     * <p>Of a route whose calls are hedged the flag of a try that took too long says that another was begun beside it: it has it too where it was answered after that, where it
     * was ended without an answer as the other had one, and beside the flag of what the node broke.
     */
    private static Ending attemptEnding(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        int status = status(entry);
        if (status == SWITCHED) {
            return new Ending.Answered(status);
        }
        boolean late = common.getResponseFlags().getUpstreamRequestTimeout()
                && common.hasTimeToFirstUpstreamTxByte()
                && hedged(common);
        if (late && status == 0) {
            return broken(common)
                    .orElseGet(() -> duration(common.getDuration()).compareTo(stalled(common)) >= 0
                            ? new Ending.TimedOut()
                            : new Ending.Overtaken());
        }
        return (late ? broken(common) : failure(common)).orElseGet(() -> {
            if (status >= 500 || (status > 0 && common.hasTimeToLastUpstreamRxByte())) {
                return new Ending.Answered(status);
            }
            return duration(common.getDuration()).compareTo(stalled(common)) >= 0
                    ? new Ending.TimedOut()
                    : new Ending.LeftByCaller();
        });
    }

    private static boolean hedged(AccessLogCommon common) {
        return common.getCustomTagsOrDefault(HEDGED_TAG, "").equals("true");
    }

    private static Duration stalled(AccessLogCommon common) {
        var said = common.getCustomTagsOrDefault(STALLED_TAG, "");
        return said.matches("[0-9]{1,9}") ? Duration.ofMillis(Long.parseLong(said)) : STALLED;
    }

    private static Ending requestEnding(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var flags = common.getResponseFlags();
        var details = entry.getResponse().getResponseCodeDetails();
        int status = status(entry);
        if (flags.getDownstreamConnectionTermination()) {
            return new Ending.LeftByCaller();
        }
        if (flags.getResponseFromCacheFilter()) {
            return new Ending.FromCache(status);
        }
        if (details.equals("via_upstream")) {
            return new Ending.Answered(status);
        }
        return failure(common)
                .orElseGet(() -> status == 0
                        ? new Ending.LeftByCaller()
                        : new Ending.Refused(status, details, retryAfter(entry)));
    }

    /** In whole seconds, as all of ours are; a date is none of ours. */
    private static Optional<Duration> retryAfter(HTTPAccessLogEntry entry) {
        var seconds = entry.getResponse().getResponseHeadersOrDefault("retry-after", "");
        return seconds.matches("[0-9]{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private static Optional<Ending> failure(AccessLogCommon common) {
        var flags = common.getResponseFlags();
        if (flags.getUpstreamRequestTimeout() || flags.getDurationTimeout()) {
            return Optional.of(new Ending.TimedOut());
        }
        return broken(common);
    }

    private static Optional<Ending> broken(AccessLogCommon common) {
        var flags = common.getResponseFlags();
        if (flags.getUpstreamConnectionFailure()) {
            return failed(Ending.Failure.UNREACHABLE);
        }
        if (flags.getUpstreamConnectionTermination() || flags.getUpstreamRemoteReset() || flags.getLocalReset()) {
            return failed(Ending.Failure.CONNECTION_LOST);
        }
        if (flags.getUpstreamProtocolError()) {
            return failed(Ending.Failure.ANSWER_MALFORMED);
        }
        if (flags.getNoHealthyUpstream() || flags.getUpstreamOverflow()) {
            return failed(Ending.Failure.NO_NODE);
        }
        return Optional.empty();
    }

    private static Optional<Ending> failed(Ending.Failure how) {
        return Optional.of(new Ending.Failed(how));
    }

    private static Optional<RequestEnded.Judged> judged(AccessLogCommon common) {
        var judged = common.getMetadata().getFilterMetadataOrDefault(JUDGE, Struct.getDefaultInstance());
        // Envoy itself writes there too: what a request counts as until the judge says so.
        return !judged.containsFields("decision")
                ? Optional.empty()
                : Optional.of(new RequestEnded.Judged(
                        text(judged, "api"),
                        text(judged, "caller"),
                        text(judged, "tier"),
                        text(judged, "decision"),
                        judged.getFieldsOrDefault("anomaly", Value.getDefaultInstance())
                                .getNumberValue(),
                        text(judged, "anomaly_reasons"),
                        Optional.of(text(judged, "hedged")).filter(kind -> !kind.isEmpty())));
    }

    private static int status(HTTPAccessLogEntry entry) {
        return entry.getResponse().getResponseCode().getValue();
    }

    /** Of a connection that changed its protocol, when it did: how long it was used afterwards says nothing of the node. */
    private static Duration answered(AccessLogCommon common, int status) {
        return status == SWITCHED && common.hasTimeToFirstUpstreamRxByte()
                ? duration(common.getTimeToFirstUpstreamRxByte())
                : last(common);
    }

    private static Duration last(AccessLogCommon common) {
        return duration(
                common.hasTimeToLastUpstreamRxByte() ? common.getTimeToLastUpstreamRxByte() : common.getDuration());
    }

    private static Duration latency(AccessLogCommon common, int status) {
        var latency = answered(common, status).minus(duration(common.getTimeToFirstUpstreamTxByte()));
        return latency.isNegative() ? Duration.ZERO : latency;
    }

    private static Instant time(Timestamp time) {
        try {
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("a time beyond all calendars", e);
        }
    }

    private static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    /** As its caller wrote it: what Envoy sent on may begin with an endpoint's own path, which may name a key. */
    private static String asked(HTTPAccessLogEntry entry) {
        var request = entry.getRequest();
        return request.getOriginalPath().isEmpty() ? request.getPath() : request.getOriginalPath();
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String text(Struct struct, String field) {
        return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }
}
