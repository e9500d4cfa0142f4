package dev.weir.judge.adapter.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.weir.balancing.PickCandidate;
import dev.weir.judge.pick.EndpointDirectory;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to the endpoints of all APIs over ADS, as an Envoy does. Keeps the last good ones while the control plane is away, and
 * dials again with backoff.
 */
public final class EndpointWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EndpointWatch.class.getName());
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    private static final Set<HealthStatus> UNUSABLE =
            Set.of(HealthStatus.UNHEALTHY, HealthStatus.DRAINING, HealthStatus.TIMEOUT);
    private static final int MAX_BACKOFF_SECONDS = 5;

    private final ManagedChannel channel;
    private final EndpointDirectory directory;
    private final ScheduledExecutorService redial = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("endpoint-watch").daemon().factory());
    private volatile int failures;

    public EndpointWatch(ManagedChannel channel, EndpointDirectory directory) {
        this.channel = channel;
        this.directory = directory;
    }

    public void start() {
        new Subscription().begin();
    }

    @Override
    public void close() {
        redial.shutdownNow();
        channel.shutdownNow();
    }

    /** One stream. */
    private final class Subscription implements StreamObserver<DiscoveryResponse> {
        private @Nullable StreamObserver<DiscoveryRequest> requests;

        void begin() {
            requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
            send(request());
        }

        private void send(DiscoveryRequest.Builder request) {
            if (requests != null) {
                requests.onNext(request.build());
            }
        }

        @Override
        public void onNext(DiscoveryResponse response) {
            try {
                directory.replace(candidates(response.getResourcesList()));
                failures = 0;
                send(request().setVersionInfo(response.getVersionInfo()).setResponseNonce(response.getNonce()));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                LOG.warning(() -> "endpoints that cannot be read; the last good ones stay: " + e.getMessage());
                leave(e);
            }
        }

        /**
         * Neither ACK nor NACK: unanswered, the control plane would never send again; after a NACK it would send the same at once. A
         * new stream asks anew, with backoff.
         */
        private void leave(Exception why) {
            if (requests != null) {
                requests.onError(Status.CANCELLED
                        .withDescription("unreadable endpoints")
                        .withCause(why)
                        .asRuntimeException());
            }
        }

        @Override
        public void onError(Throwable broken) {
            again();
        }

        @Override
        public void onCompleted() {
            again();
        }

        private void again() {
            failures = Math.min(failures + 1, 10);
            if (!redial.isShutdown()) {
                redial.schedule(
                        EndpointWatch.this::start,
                        Math.min(MAX_BACKOFF_SECONDS * 1_000L, 100L << failures),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    private static DiscoveryRequest.Builder request() {
        return DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("judge").setCluster("weir"))
                .setTypeUrl(ENDPOINTS);
    }

    private static HashMap<String, List<PickCandidate>> candidates(List<Any> resources)
            throws InvalidProtocolBufferException {
        var byCluster = new HashMap<String, List<PickCandidate>>();
        for (var resource : resources) {
            var assignment = resource.unpack(ClusterLoadAssignment.class);
            byCluster.put(
                    assignment.getClusterName(),
                    assignment.getEndpointsList().stream()
                            .flatMap(locality -> locality.getLbEndpointsList().stream())
                            .map(EndpointWatch::candidate)
                            .toList());
        }
        return byCluster;
    }

    private static PickCandidate candidate(LbEndpoint endpoint) {
        var weir = endpoint.getMetadata().getFilterMetadataOrDefault("weir", Struct.getDefaultInstance());
        return new PickCandidate(
                new NodeId(text(weir, "node")),
                address(endpoint.getEndpoint().getAddress()),
                !UNUSABLE.contains(endpoint.getHealthStatus()),
                price(text(weir, "price")));
    }

    private static EndpointAddress address(Address address) {
        if (address.hasEnvoyInternalAddress()) {
            var internal = address.getEnvoyInternalAddress();
            return new EndpointAddress.Internal(internal.getServerListenerName(), new NodeId(internal.getEndpointId()));
        }
        var socket = address.getSocketAddress();
        return new EndpointAddress.Socket(socket.getAddress(), socket.getPortValue());
    }

    /** In base units; an endpoint without one is free. */
    private static double price(String text) {
        return text.isEmpty() ? 0 : new BigDecimal(text).doubleValue();
    }

    private static String text(Struct struct, String field) {
        return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }
}
