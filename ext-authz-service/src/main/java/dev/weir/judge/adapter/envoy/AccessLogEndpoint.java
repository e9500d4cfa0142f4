package dev.weir.judge.adapter.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.judge.access.Judge;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.pick.Picks;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;

/** Envoy's log of what came of our decisions: requests teach the anomaly score, attempts the pick. Bad entries are counted and dropped. */
@GrpcService
public class AccessLogEndpoint extends AccessLogServiceGrpc.AccessLogServiceImplBase {
    private static final String JUDGE = "envoy.filters.http.ext_authz";

    private final CallerBehaviour behaviour;
    private final Picks picks;
    private final Counter malformed;

    public AccessLogEndpoint(CallerBehaviour behaviour, Picks picks, MeterRegistry meters) {
        this.behaviour = behaviour;
        this.picks = picks;
        this.malformed = meters.counter("weir_judge_log_entries_malformed");
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> response) {
        return new StreamObserver<>() {
            /** Envoy names the log in the first message of a stream only. */
            private String logName = "";

            @Override
            public void onNext(StreamAccessLogsMessage message) {
                if (message.hasIdentifier()) {
                    logName = message.getIdentifier().getLogName();
                }
                for (var entry : message.getHttpLogs().getLogEntryList()) {
                    take(logName, entry);
                }
            }

            @Override
            public void onError(Throwable broken) {
                // Envoy went away, or dials anew.
            }

            @Override
            public void onCompleted() {
                // A call with one answer is broken, to its caller, if it ends without.
                response.onNext(StreamAccessLogsResponse.getDefaultInstance());
                response.onCompleted();
            }
        };
    }

    private void take(String logName, HTTPAccessLogEntry entry) {
        try {
            switch (logName) {
                case "weir-requests" -> request(entry);
                case "weir-attempts" -> attempt(entry);
                default -> malformed.increment();
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            malformed.increment();
        }
    }

    private void request(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var judged = judged(common);
        var caller = text(judged, "caller");
        var api = text(judged, "api");
        behaviour.answered(
                caller.isEmpty()
                        ? "ip:"
                                + common.getDownstreamRemoteAddress()
                                        .getSocketAddress()
                                        .getAddress()
                        : caller,
                api.equals(Judge.SIGN_IN.value()),
                Checks.path(entry.getRequest().getPath()),
                entry.getResponse().getResponseCode().getValue());
        var grant = text(judged, "grant");
        if (!grant.isEmpty()) {
            picks.released(new ApiName(api), grant);
        }
    }

    private void attempt(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        // The log of attempts has no dynamic metadata, which belongs to the request; so the grant travels in a header
        // too.
        var grant = entry.getRequest().getRequestHeadersOrDefault(Answers.GRANT, "");
        int dot = common.getUpstreamCluster().indexOf('.');
        var upstream = common.getUpstreamRemoteAddress().getSocketAddress();
        if (grant.isEmpty() || dot < 1 || upstream.getAddress().isEmpty()) {
            return;
        }
        picks.completed(
                new ApiName(common.getUpstreamCluster().substring(0, dot)),
                grant,
                new EndpointAddress(upstream.getAddress(), upstream.getPortValue()),
                latency(common),
                failed(entry));
    }

    private static Struct judged(AccessLogCommon common) {
        return common.getMetadata().getFilterMetadataOrDefault(JUDGE, Struct.getDefaultInstance());
    }

    private static Duration latency(AccessLogCommon common) {
        var last = common.hasTimeToLastUpstreamRxByte() ? common.getTimeToLastUpstreamRxByte() : common.getDuration();
        var latency = duration(last).minus(duration(common.getTimeToFirstUpstreamTxByte()));
        return latency.isNegative() ? Duration.ZERO : latency;
    }

    private static boolean failed(HTTPAccessLogEntry entry) {
        var flags = entry.getCommonProperties().getResponseFlags();
        int status = entry.getResponse().getResponseCode().getValue();
        return !flags.getDownstreamConnectionTermination() && (status == 0 || status >= 500);
    }

    private static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    private static String text(Struct struct, String field) {
        return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }
}
