package dev.weir.judge.adapter.envoy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.balancing.Grant;
import dev.weir.config.CallRate;
import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig.Api;
import dev.weir.judge.access.Judge;
import dev.weir.judge.access.Judgement;
import dev.weir.judge.access.RequestFacts;
import dev.weir.model.AnomalyScore;
import dev.weir.model.ApiName;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Problem;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.grpc.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Our decision in Envoy's words. The dynamic metadata goes along with refusals too: the access log reads it, and the next filters
 * count by it.
 */
final class Answers {

    private static final String RETRY_ON = "reset,gateway-error,connect-failure,refused-stream";

    /** Of one call of JSON-RPC: where its endpoint does not have the method, its answer is marked. */
    private static final String OR_LACKING = ",retriable-headers";

    /** A node that hangs costs one try, not the whole time; of what is usual, four fit. */
    private static final String TRY = "x-envoy-upstream-rq-per-try-timeout-ms";

    /** Then a try that takes too long is not ended: another is begun beside it. */
    private static final String HEDGE = "x-envoy-hedge-on-per-try-timeout";

    /** Further tries, of one call. */
    private static final String TRIES = "x-envoy-max-retries";

    /** One for lateness and one for a failure: what is dear is late each time, and must not be served by all nodes at once. */
    private static final int MOST_HEDGES = 2;

    private Answers() {}

    /** @param hedge after how long the call is late; empty where it is not hedged */
    static CheckResponse of(
            RequestFacts request, Judgement judgement, Optional<Grant> grant, Optional<Duration> hedge) {
        var metadata = metadata(request, judgement, grant);
        hedge.ifPresent(any -> metadata.putFields("hedged", text(request.workKind())));
        var response = CheckResponse.newBuilder().setDynamicMetadata(metadata);
        return switch (judgement.decision()) {
            case Decision.Allow allow ->
                response.setStatus(status(Status.Code.OK))
                        .setOkResponse(ok(request, judgement, allow, grant, hedge))
                        .build();
            case Decision.Deny deny ->
                response.setStatus(status(Status.Code.PERMISSION_DENIED))
                        .setDeniedResponse(denied(deny))
                        .build();
        };
    }

    private static OkHttpResponse ok(
            RequestFacts request,
            Judgement judgement,
            Decision.Allow allow,
            Optional<Grant> grant,
            Optional<Duration> hedge) {
        var ok = OkHttpResponse.newBuilder()
                .addHeaders(header("x-weir-caller", judgement.caller().key()))
                .addHeaders(header("x-weir-tier", allow.tier().word()))
                .addResponseHeadersToAdd(header("x-weir-tier", allow.tier().word()));
        if (traced(request, judgement)) {
            ok.addResponseHeadersToAdd(header(Checks.TRACE, trace(judgement, allow, grant, hedge)));
        }
        // No node sees a token. Sign-in does, or nobody could sign out.
        if (!request.api().equals(Optional.of(Judge.SIGN_IN))) {
            ok.addHeadersToRemove("authorization");
        }
        judgement.work().pools().ifPresent(pools -> ok.addHeaders(header(MethodPools.HEADER, MethodPools.name(pools))));
        if (judgement.work().idempotent()) {
            judgement
                    .api()
                    .filter(api -> api.retries().orElseThrow() > 0)
                    .ifPresent(api -> ok.addHeaders(header(
                                    "x-envoy-retry-on",
                                    RETRY_ON + (judgement.work().method().isPresent() ? OR_LACKING : "")))
                            .addHeaders(header(
                                    TRY,
                                    Long.toString(hedge.orElse(api.timeouts().idempotentTry())
                                            .toMillis()))));
            judgement
                    .api()
                    .filter(any -> hedge.isPresent())
                    .ifPresent(api -> ok.addHeaders(header(HEDGE, "true"))
                            .addHeaders(header(
                                    TRIES,
                                    Integer.toString(
                                            Math.min(MOST_HEDGES, api.retries().orElseThrow())))));
        }
        return ok.build();
    }

    private static DeniedHttpResponse denied(Decision.Deny deny) {
        var problem = deny.problem();
        var denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCode(StatusCode.forNumber(problem.status())))
                .addHeaders(header("content-type", Problem.MEDIA_TYPE))
                .setBody(problem.toJson());
        problem.headers().forEach((name, value) -> denied.addHeaders(header(name, value)));
        return denied.build();
    }

    private static Struct.Builder metadata(RequestFacts request, Judgement judgement, Optional<Grant> grant) {
        var score = judgement.decision().anomaly();
        var struct = Struct.newBuilder()
                .putFields("api", text(request.api().map(ApiName::value).orElse("")))
                .putFields("caller", text(judgement.caller().key()))
                .putFields(
                        "tier",
                        text(
                                judgement.decision() instanceof Decision.Allow allow
                                        ? allow.tier().word()
                                        : "open"))
                .putFields(
                        "anomaly",
                        Value.newBuilder().setNumberValue(score.value()).build())
                .putFields("anomaly_reasons", text(reasons(score)))
                .putFields(
                        "decision",
                        text(
                                judgement.decision() instanceof Decision.Deny deny
                                        ? deny.reason().code()
                                        : "allow"));
        // The limits count by it.
        struct.putFields(
                "units",
                Value.newBuilder().setNumberValue(judgement.work().units()).build());
        if (judgement.decision() instanceof Decision.Allow allow) {
            judgement
                    .api()
                    .flatMap(Api::limits)
                    .ifPresent(limits -> struct.putFields("limit", limit(limits.of(allow.tier()))));
        }
        if (traced(request, judgement)) {
            struct.putFields("traced", Value.newBuilder().setBoolValue(true).build());
        }
        grant.ifPresent(given -> struct.putFields(
                "endpoints",
                text(given.addresses().stream().map(EndpointAddress::toString).collect(Collectors.joining(",")))));
        return struct;
    }

    /** Whether this caller may know, and asks. */
    private static boolean traced(RequestFacts request, Judgement judgement) {
        return request.traced()
                && judgement.caller() instanceof Caller.Wallet(var account)
                && judgement
                        .api()
                        .filter(api -> api.trace().contains(account.wallet()))
                        .isPresent();
    }

    /** A dictionary of structured fields (RFC 9651). */
    private static String trace(
            Judgement judgement, Decision.Allow allow, Optional<Grant> grant, Optional<Duration> hedge) {
        return "caller=\"" + judgement.caller().key() + "\", tier="
                + allow.tier().word() + ", units="
                + judgement.work().units()
                + String.format(Locale.ROOT, ", anomaly=%.3f", allow.anomaly().value())
                + ", reasons=\"" + reasons(allow.anomaly()) + "\""
                + grant.map(given -> ", picked=\"" + given.node() + "\", candidates="
                                + given.addresses().size())
                        .orElse(", picked=?0")
                + hedge.map(after -> ", hedge=" + after.toMillis()).orElse("");
    }

    /** As Envoy hands it on to the rate limit service. */
    private static Value limit(CallRate rate) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder()
                        .putFields(
                                "requests_per_unit",
                                Value.newBuilder().setNumberValue(rate.calls()).build())
                        .putFields("unit", text(rate.unit().name())))
                .build();
    }

    static String reasons(AnomalyScore score) {
        return score.reasons().stream()
                .map(reason -> String.format(Locale.ROOT, "%s=%.2f", reason.feature(), reason.part()))
                .collect(Collectors.joining(","));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static com.google.rpc.Status status(Status.Code code) {
        return com.google.rpc.Status.newBuilder().setCode(code.value()).build();
    }

    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
