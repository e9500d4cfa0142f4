package dev.weir.judge.adapter.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.xds.adapter.envoy.Asked;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Subscribes to all that gateways are told, over ADS, as an Envoy does. Dials again with backoff while the control plane is away. */
public final class ConfigurationWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ConfigurationWatch.class.getName());
    /** In the order in which Envoy asks. */
    private static final List<String> TYPES = List.of(
            Resources.V3.CLUSTER_TYPE_URL,
            Resources.V3.ENDPOINT_TYPE_URL,
            Resources.V3.LISTENER_TYPE_URL,
            Resources.V3.ROUTE_TYPE_URL);

    private static final Node SELF = Node.newBuilder()
            .setId("judge")
            .setCluster("weir")
            .setUserAgentName(Asked.JUDGE)
            .build();
    private static final int MAX_BACKOFF_SECONDS = 5;

    private final ManagedChannel channel;
    private final List<ConfigurationListener> listeners;
    private final ScheduledExecutorService redial = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("configuration-watch").daemon().factory());
    private volatile int failures;

    public ConfigurationWatch(ManagedChannel channel, List<ConfigurationListener> listeners) {
        this.channel = channel;
        this.listeners = List.copyOf(listeners);
    }

    public void start() {
        new Stream().begin();
    }

    @Override
    public void close() {
        redial.shutdownNow();
        channel.shutdownNow();
    }

    private final class Stream implements StreamObserver<DiscoveryResponse> {
        private @Nullable StreamObserver<DiscoveryRequest> requests;

        void begin() {
            listeners.forEach(ConfigurationListener::began);
            requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
            TYPES.forEach(type -> send(request(type)));
        }

        private void send(DiscoveryRequest.Builder request) {
            if (requests != null) {
                requests.onNext(request.build());
            }
        }

        @Override
        public void onNext(DiscoveryResponse response) {
            try {
                for (var listener : listeners) {
                    listener.told(response);
                }
                failures = 0;
                send(request(response.getTypeUrl())
                        .setVersionInfo(response.getVersionInfo())
                        .setResponseNonce(response.getNonce()));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                LOG.warning(() -> "the control plane told what cannot be read; the last good stays: " + e.getMessage());
                leave(e);
            }
        }

        /**
         * Neither ACK nor NACK: unanswered, the control plane would never send again, and what is refused it does not send a second time. A new stream asks
         * anew, with backoff.
         */
        private void leave(Exception why) {
            if (requests != null) {
                requests.onError(Status.CANCELLED
                        .withDescription("unreadable configuration")
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
            listeners.forEach(ConfigurationListener::ended);
            failures = Math.min(failures + 1, 10);
            if (!redial.isShutdown()) {
                redial.schedule(
                        ConfigurationWatch.this::start,
                        Math.min(MAX_BACKOFF_SECONDS * 1_000L, 100L << failures),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    private static DiscoveryRequest.Builder request(String type) {
        return DiscoveryRequest.newBuilder().setNode(SELF).setTypeUrl(type).addResourceNames("*");
    }
}
