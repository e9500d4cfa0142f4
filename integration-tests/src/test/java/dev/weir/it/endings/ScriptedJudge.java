package dev.weir.it.endings;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.certificates.ServiceRole;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The services beside an Envoy, each call judged and limited as the last part of its path says; keeps what Envoy logs. */
final class ScriptedJudge implements AutoCloseable {
    private final Map<String, Queue<HTTPAccessLogEntry>> requests = new ConcurrentHashMap<>();
    private final Map<String, Queue<HTTPAccessLogEntry>> attempts = new ConcurrentHashMap<>();
    private final Map<String, CheckRequest> checks = new ConcurrentHashMap<>();
    private final Queue<StreamObserver<CheckResponse>> unanswered = new ConcurrentLinkedQueue<>();
    private final Server judge;
    private final Server limiter;

    /** In plain text. */
    ScriptedJudge(int judgePort, int limiterPort) throws IOException {
        this(judgePort, limiterPort, RigIdentities.NONE);
    }

    ScriptedJudge(int judgePort, int limiterPort, RigIdentities identities) throws IOException {
        judge = identities
                .serve(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", judgePort)), ServiceRole.JUDGE)
                .addService(new Judging())
                .addService(new Logging())
                .build()
                .start();
        limiter = identities
                .serve(
                        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", limiterPort)),
                        ServiceRole.RATELIMIT)
                .addService(new Limiting())
                .build()
                .start();
    }

    /** In the order of their ends. */
    List<HTTPAccessLogEntry> requests(String path) {
        return List.copyOf(requests.getOrDefault(path, new ConcurrentLinkedQueue<>()));
    }

    /** In the order of their ends. */
    List<HTTPAccessLogEntry> attempts(String path) {
        return List.copyOf(attempts.getOrDefault(path, new ConcurrentLinkedQueue<>()));
    }

    boolean asked(String path) {
        return checks.containsKey(path);
    }

    /** The check's own name of its request. */
    String requestId(String path) {
        return checks.getOrDefault(path, CheckRequest.getDefaultInstance())
                .getAttributes()
                .getRequest()
                .getHttp()
                .getHeadersOrDefault("x-request-id", "");
    }

    @Override
    public void close() {
        judge.shutdownNow();
        limiter.shutdownNow();
    }

    private final class Judging extends AuthorizationGrpc.AuthorizationImplBase {
        @Override
        public void check(CheckRequest check, StreamObserver<CheckResponse> answer) {
            var http = check.getAttributes().getRequest().getHttp();
            checks.put(http.getPath(), check);
            switch (http.getPath().substring(http.getPath().lastIndexOf('/') + 1)) {
                case "left-while-judged", "judge-hangs" -> unanswered.add(answer);
                case "judge-fails" -> answer.onError(Status.UNAVAILABLE.asRuntimeException());
                case "denied" -> answer(answer, denied("stake_required"));
                case "denied-for-now" -> answer(answer, denied("anomalous", header("retry-after", "7")));
                default ->
                    answer(
                            answer,
                            allowed(
                                    check.getAttributes().getContextExtensionsOrDefault("api", ""),
                                    caller(http.getPath()),
                                    http.getMethod().equals("GET"),
                                    http.getPath().startsWith("/hedged/")));
            }
        }

        /** Each below {@code /fine/by/} is somebody else, to whom no limit comes near. */
        private static String caller(String path) {
            return path.endsWith("limited") || path.startsWith("/fine/by/") ? path : "somebody";
        }

        private static void answer(StreamObserver<CheckResponse> answer, CheckResponse response) {
            answer.onNext(response);
            answer.onCompleted();
        }
    }

    private static CheckResponse allowed(String api, String caller, boolean idempotent, boolean hedged) {
        var ok = OkHttpResponse.newBuilder();
        if (idempotent) {
            ok.addHeaders(header("x-envoy-retry-on", "reset,gateway-error,connect-failure,refused-stream"))
                    .addHeaders(header("x-envoy-upstream-rq-per-try-timeout-ms", hedged ? "300" : "1000"));
        }
        var judged = judged(api, caller, "allow").toBuilder();
        if (hedged) {
            ok.addHeaders(header("x-envoy-hedge-on-per-try-timeout", "true"))
                    .addHeaders(header("x-envoy-max-retries", "2"));
            judged.putFields("hedged", text("GET /hedged 0"));
        }
        return CheckResponse.newBuilder()
                .setStatus(com.google.rpc.Status.getDefaultInstance())
                .setOkResponse(ok)
                .setDynamicMetadata(judged)
                .build();
    }

    private static CheckResponse denied(String code, HeaderValueOption... headers) {
        return CheckResponse.newBuilder()
                .setStatus(com.google.rpc.Status.newBuilder().setCode(Status.Code.PERMISSION_DENIED.value()))
                .setDeniedResponse(DeniedHttpResponse.newBuilder()
                        .setStatus(HttpStatus.newBuilder().setCode(StatusCode.Forbidden))
                        .addAllHeaders(List.of(headers)))
                .setDynamicMetadata(judged("fine", "somebody", code))
                .build();
    }

    private static Struct judged(String api, String caller, String decision) {
        return Struct.newBuilder()
                .putFields("api", text(api))
                .putFields("caller", text(caller))
                .putFields("tier", text("open"))
                .putFields("decision", text(decision))
                .build();
    }

    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static final class Limiting extends RateLimitServiceGrpc.RateLimitServiceImplBase {
        @Override
        public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> answer) {
            boolean over = request.getDescriptorsList().stream()
                    .flatMap(descriptor -> descriptor.getEntriesList().stream())
                    .anyMatch(entry -> entry.getValue().endsWith("/limited"));
            var response = RateLimitResponse.newBuilder()
                    .setOverallCode(over ? RateLimitResponse.Code.OVER_LIMIT : RateLimitResponse.Code.OK);
            if (over) {
                response.addResponseHeadersToAdd(
                        HeaderValue.newBuilder().setKey("retry-after").setValue("2"));
            }
            answer.onNext(response.build());
            answer.onCompleted();
        }
    }

    private final class Logging extends AccessLogServiceGrpc.AccessLogServiceImplBase {
        @Override
        public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> end) {
            return new StreamObserver<>() {
                private String log = "";

                @Override
                public void onNext(StreamAccessLogsMessage message) {
                    log = message.hasIdentifier() ? message.getIdentifier().getLogName() : log;
                    var kept = log.equals("weir-attempts") ? attempts : requests;
                    for (var entry : message.getHttpLogs().getLogEntryList()) {
                        kept.computeIfAbsent(entry.getRequest().getPath(), unseen -> new ConcurrentLinkedQueue<>())
                                .add(entry);
                    }
                }

                @Override
                public void onError(Throwable broken) {}

                @Override
                public void onCompleted() {
                    end.onCompleted();
                }
            };
        }
    }
}
