package dev.weir.judge.adapter.quarkus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What Envoy does: asks over gRPC with a deadline, and streams its access log. */
final class EnvoyClient implements AutoCloseable {
    private final ManagedChannel channel;

    EnvoyClient(int port) {
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    CheckResponse check(CheckRequest request) {
        return AuthorizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(request);
    }

    /** Returns when the service has taken all entries. */
    void log(String name, HTTPAccessLogEntry... entries) {
        var taken = new CompletableFuture<Boolean>();
        var stream = AccessLogServiceGrpc.newStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .streamAccessLogs(new StreamObserver<StreamAccessLogsResponse>() {
                    @Override
                    public void onNext(StreamAccessLogsResponse response) {
                        // There is none before the end.
                    }

                    @Override
                    public void onError(Throwable broken) {
                        taken.completeExceptionally(broken);
                    }

                    @Override
                    public void onCompleted() {
                        taken.complete(true);
                    }
                });
        stream.onNext(StreamAccessLogsMessage.newBuilder()
                .setIdentifier(StreamAccessLogsMessage.Identifier.newBuilder().setLogName(name))
                .build());
        // Only the first message names the log.
        stream.onNext(StreamAccessLogsMessage.newBuilder()
                .setHttpLogs(StreamAccessLogsMessage.HTTPAccessLogEntries.newBuilder()
                        .addAllLogEntry(List.of(entries)))
                .build());
        stream.onCompleted();
        taken.join();
    }

    HealthCheckResponse.ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    /** @param api empty where no API has the path */
    static CheckRequest request(String api, String method, String path, String authorization, String ip, String body) {
        var http = AttributeContext.HttpRequest.newBuilder()
                .setMethod(method)
                .setPath(path)
                .setSize(body.isEmpty() ? -1 : body.length())
                .putHeaders("x-request-id", UUID.randomUUID().toString())
                .putHeaders("x-envoy-auth-partial-body", "false")
                .setRawBody(ByteString.copyFromUtf8(body));
        if (!authorization.isEmpty()) {
            http.putHeaders("authorization", authorization);
        }
        var attributes = AttributeContext.newBuilder()
                .setSource(AttributeContext.Peer.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip))))
                .setRequest(AttributeContext.Request.newBuilder().setHttp(http));
        if (!api.isEmpty()) {
            attributes.putContextExtensions("api", api);
        }
        return CheckRequest.newBuilder().setAttributes(attributes).build();
    }

    static Map<String, String> headers(List<HeaderValueOption> headers) {
        return headers.stream()
                .collect(Collectors.toMap(
                        option -> option.getHeader().getKey(),
                        option -> option.getHeader().getValue()));
    }

    static String text(Struct metadata, String field) {
        return metadata.getFieldsOrThrow(field).getStringValue();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
