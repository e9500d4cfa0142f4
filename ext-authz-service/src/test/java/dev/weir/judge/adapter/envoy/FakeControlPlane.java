package dev.weir.judge.adapter.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Speaks ADS as the control plane does: sends when it is told to, and keeps what it is answered. */
public final class FakeControlPlane extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase
        implements AutoCloseable {
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

    private final BlockingQueue<StreamObserver<DiscoveryResponse>> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<DiscoveryRequest> requests = new LinkedBlockingQueue<>();
    private final Server server;

    public FakeControlPlane() {
        try {
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Each stream that was opened, in order; each is given once. */
    public BlockingQueue<StreamObserver<DiscoveryResponse>> streams() {
        return streams;
    }

    /** Each request of any stream, in order; each is given once. */
    public BlockingQueue<DiscoveryRequest> requests() {
        return requests;
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> responses) {
        streams.add(responses);
        return new StreamObserver<>() {
            @Override
            public void onNext(DiscoveryRequest request) {
                requests.add(request);
            }

            @Override
            public void onError(Throwable broken) {
                // The other side went away.
            }

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }

    public static DiscoveryResponse response(String version, ClusterLoadAssignment... assignments) {
        return DiscoveryResponse.newBuilder()
                .setTypeUrl(ENDPOINTS)
                .setVersionInfo(version)
                .setNonce("nonce-" + version)
                .addAllResources(List.of(assignments).stream().map(Any::pack).toList())
                .build();
    }

    public static ClusterLoadAssignment cluster(String name, LbEndpoint... endpoints) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(name)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addAllLbEndpoints(List.of(endpoints)))
                .build();
    }

    public static LbEndpoint endpoint(String node, int port, HealthStatus health) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder()
                        .setAddress(Address.newBuilder()
                                .setSocketAddress(SocketAddress.newBuilder()
                                        .setAddress("127.0.0.1")
                                        .setPortValue(port))))
                .setHealthStatus(health)
                .setMetadata(Metadata.newBuilder()
                        .putFilterMetadata(
                                "weir",
                                Struct.newBuilder()
                                        .putFields(
                                                "node",
                                                Value.newBuilder()
                                                        .setStringValue(node)
                                                        .build())
                                        .build()))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
