package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client that sends what the test says, and nothing else: a real one acknowledges by itself. */
final class Asking<Q, R> implements StreamObserver<R> {
    static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;
    static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    static final String LISTENERS = Resources.V3.LISTENER_TYPE_URL;
    static final String ROUTES = Resources.V3.ROUTE_TYPE_URL;

    private static final Node NODE = Node.newBuilder().setId("gateway-1").build();

    private final LinkedBlockingQueue<R> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<io.grpc.Status> ended = new CompletableFuture<>();
    private final StreamObserver<Q> stream;

    Asking(Function<StreamObserver<R>, StreamObserver<Q>> method) {
        this.stream = method.apply(this);
    }

    /** The real server on a port of its own. */
    static final class Server implements AutoCloseable {
        private final XdsServer server;
        final ManagedChannel channel;

        Server(AdsPublisher publisher) throws IOException {
            server = XdsServer.start(
                    new InetSocketAddress("127.0.0.1", 0), publisher, new AttemptQueue(), new AccessRing());
            channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
        }

        @Override
        public void close() {
            channel.shutdownNow();
            server.close();
        }
    }

    void send(Q request) {
        stream.onNext(request);
    }

    R next() throws InterruptedException {
        var answer = answers.poll(10, TimeUnit.SECONDS);
        assertThat(answer).as("an answer within 10 s").isNotNull();
        return answer;
    }

    io.grpc.Status end() throws Exception {
        return ended.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(R answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable broken) {
        ended.complete(io.grpc.Status.fromThrowable(broken));
    }

    @Override
    public void onCompleted() {
        ended.complete(io.grpc.Status.OK);
    }

    static DiscoveryRequest ask(String type, String... names) {
        return DiscoveryRequest.newBuilder()
                .setNode(NODE)
                .setTypeUrl(type)
                .addAllResourceNames(List.of(names))
                .build();
    }

    static DiscoveryRequest acknowledge(DiscoveryResponse answer, String... names) {
        return ask(answer.getTypeUrl(), names).toBuilder()
                .setVersionInfo(answer.getVersionInfo())
                .setResponseNonce(answer.getNonce())
                .build();
    }

    static DiscoveryRequest refuse(DiscoveryResponse answer, String... names) {
        return ask(answer.getTypeUrl(), names).toBuilder()
                .setResponseNonce(answer.getNonce())
                .setErrorDetail(Status.newBuilder().setCode(3).setMessage("not like this"))
                .build();
    }

    static DeltaDiscoveryRequest.Builder delta(String type) {
        return DeltaDiscoveryRequest.newBuilder().setNode(NODE).setTypeUrl(type);
    }

    static List<String> names(DiscoveryResponse answer) {
        return answer.getResourcesList().stream().map(Asking::name).toList();
    }

    private static String name(Any resource) {
        try {
            return switch (resource.getTypeUrl()) {
                case Resources.V3.CLUSTER_TYPE_URL ->
                    resource.unpack(Cluster.class).getName();
                case Resources.V3.ENDPOINT_TYPE_URL ->
                    resource.unpack(ClusterLoadAssignment.class).getClusterName();
                case Resources.V3.LISTENER_TYPE_URL ->
                    resource.unpack(Listener.class).getName();
                case Resources.V3.ROUTE_TYPE_URL ->
                    resource.unpack(RouteConfiguration.class).getName();
                default -> throw new IllegalArgumentException("a resource of " + resource.getTypeUrl());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
