package dev.weir.controlplane.adapter.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.weir.controlplane.access.RequestSeen;
import dev.weir.model.ApiName;
import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Envoy's access log entries in our own records. */
final class LogEntries {
    private static final String JUDGE = "envoy.filters.http.ext_authz";

    /** API and pool; a third part names the cohort, while a pool of such a name is none. */
    private static final Pattern CLUSTER = Pattern.compile("(?<api>[^.]+)\\.[^.]*(?<cohort>\\.control|\\.canary)?");

    /** A little less than the routes' timeout of 15 s, as an attempt starts a little later than its request. */
    private static final Duration TIMED_OUT = Duration.ofMillis(14_500);

    private LogEntries() {}

    /**
     * Empty where no node was chosen.
     *
     * @param load what the node said in its answer
     * @param gateway that logged it
     * @param clock of the Envoy that logged it
     * @param received when
     */
    static Optional<Attempt> attempt(
            HTTPAccessLogEntry entry, Optional<LoadReport> load, String gateway, SenderClock clock, Instant received) {
        var common = entry.getCommonProperties();
        var node = common.getCustomTagsMap().getOrDefault("node", "");
        var cluster = CLUSTER.matcher(common.getUpstreamCluster());
        if (node.isEmpty() || node.equals("-") || !cluster.matches()) {
            return Optional.empty();
        }
        boolean reached = common.hasTimeToFirstUpstreamTxByte();
        return Optional.of(new Attempt(
                new ApiName(cluster.group("api")),
                new NodeId(node),
                clock.ours(ended(common), received),
                reached ? latency(common) : Duration.ZERO,
                reached,
                failed(entry),
                cohort(cluster.group("cohort")),
                load,
                gateway));
    }

    /** @throws IllegalArgumentException where there is one that cannot be read */
    static Optional<LoadReport> load(HTTPAccessLogEntry entry) {
        return Optional.ofNullable(entry.getResponse().getResponseHeadersMap().get(LoadReport.HEADER))
                .map(LoadReport::read);
    }

    private static Attempt.Cohort cohort(@Nullable String name) {
        if (name == null) {
            return Attempt.Cohort.REST;
        }
        return name.equals(".canary") ? Attempt.Cohort.CANARY : Attempt.Cohort.CONTROL;
    }

    static RequestSeen request(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var judged = common.getMetadata().getFilterMetadataOrDefault(JUDGE, Struct.getDefaultInstance());
        var caller = text(judged, "caller");
        return new RequestSeen(
                time(common.getStartTime()),
                text(judged, "api"),
                caller.isEmpty()
                        ? "ip:"
                                + common.getDownstreamRemoteAddress()
                                        .getSocketAddress()
                                        .getAddress()
                        : caller,
                entry.getRequest().getRequestMethod().name(),
                shortened(entry.getRequest().getPath()),
                entry.getResponse().getResponseCode().getValue(),
                text(judged, "decision"),
                text(judged, "tier"),
                judged.getFieldsOrDefault("anomaly", Value.getDefaultInstance()).getNumberValue(),
                text(judged, "anomaly_reasons"));
    }

    /** As Envoy's clock has it. */
    private static Instant ended(AccessLogCommon common) {
        return time(common.getStartTime()).plus(last(common));
    }

    private static Duration last(AccessLogCommon common) {
        return duration(
                common.hasTimeToLastUpstreamRxByte() ? common.getTimeToLastUpstreamRxByte() : common.getDuration());
    }

    private static Duration latency(AccessLogCommon common) {
        var latency = last(common).minus(duration(common.getTimeToFirstUpstreamTxByte()));
        return latency.isNegative() ? Duration.ZERO : latency;
    }

    /**
     * Envoy 1.40 logs an attempt whose caller hung up, and one that ran into the route's timeout, without a status and without a
     * flag. Only their time tells them apart: the first is no fault of the node, the second is.
     */
    private static boolean failed(HTTPAccessLogEntry entry) {
        var flags = entry.getCommonProperties().getResponseFlags();
        int status = entry.getResponse().getResponseCode().getValue();
        return !flags.getDownstreamConnectionTermination()
                && (status >= 500
                        || (status == 0
                                && duration(entry.getCommonProperties().getDuration())
                                                .compareTo(TIMED_OUT)
                                        >= 0)
                        || flags.getUpstreamConnectionFailure()
                        || flags.getUpstreamConnectionTermination()
                        || flags.getUpstreamRemoteReset()
                        || flags.getUpstreamRequestTimeout());
    }

    private static Instant time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    private static String text(Struct struct, String field) {
        return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }

    /** Paths are shown to operators; a query can hold a secret, so it stays out. */
    private static String shortened(String path) {
        int query = path.indexOf('?');
        var bare = query < 0 ? path : path.substring(0, query);
        return bare.length() <= 120 ? bare : bare.substring(0, 120);
    }
}
