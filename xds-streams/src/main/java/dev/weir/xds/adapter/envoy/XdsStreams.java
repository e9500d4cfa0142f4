package dev.weir.xds.adapter.envoy;

import static io.envoyproxy.controlplane.cache.Resources.V3.CLUSTER_TYPE_URL;
import static io.envoyproxy.controlplane.cache.Resources.V3.ENDPOINT_TYPE_URL;
import static io.envoyproxy.controlplane.cache.Resources.V3.LISTENER_TYPE_URL;
import static io.envoyproxy.controlplane.cache.Resources.V3.ROUTE_TYPE_URL;

import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc.ClusterDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc.EndpointDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc.ListenerDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc.RouteDiscoveryServiceImplBase;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The streams that are open: all four variants of the protocol, aggregated or of one type, state of the world or incremental. Any thread. */
public final class XdsStreams {
    private static final Logger LOG = Logger.getLogger(XdsStreams.class.getName());
    private static final int MAX_STREAMS = 10_000;

    private final Function<String, @Nullable Snapshot> snapshots;
    private final StreamWatch watch;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong pushes = new AtomicLong();
    private final Set<XdsStream<?, ?>> open = ConcurrentHashMap.newKeySet();

    /** @param snapshots what a gateway is to have, by its id; null before anything was published */
    public XdsStreams(Function<String, @Nullable Snapshot> snapshots, StreamWatch watch) {
        this.snapshots = snapshots;
        this.watch = watch;
    }

    @Nullable
    Snapshot snapshot(String gateway) {
        return snapshots.apply(gateway);
    }

    /** There is something new. A stream that fails is ended, and its client asks anew. */
    public void push() {
        pushes.incrementAndGet();
        for (var stream : open) {
            try {
                stream.push();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a discovery stream failed, and is ended", e);
                stream.refuse(Status.INTERNAL.withDescription("this stream failed; ask anew"));
            }
        }
    }

    /** How often there was something new; the number of the last push. */
    public long pushes() {
        return pushes.get();
    }

    /** The streams, by number, whose clients have yet to be told of something of that push or before, or to answer. */
    public Set<Long> behind(long push) {
        return open.stream()
                .filter(stream -> stream.isBehind(push))
                .map(stream -> stream.id)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean answers(long stream, Asked asked) throws StatusException {
        return watch.asked(stream, asked);
    }

    void told(long stream, ResourceType type) {
        watch.told(stream, type);
    }

    void closed(XdsStream<?, ?> stream) {
        open.remove(stream);
        watch.closed(stream.id);
    }

    /** How many are open. */
    public int count() {
        return open.size();
    }

    private StreamObserver<DiscoveryRequest> world(String onlyType, StreamObserver<DiscoveryResponse> client) {
        return opened(onlyType, Asked::of, WorldSubscription::new, client);
    }

    private StreamObserver<DeltaDiscoveryRequest> delta(
            String onlyType, StreamObserver<DeltaDiscoveryResponse> client) {
        return opened(onlyType, Asked::of, DeltaSubscription::new, client);
    }

    private <Q, R> StreamObserver<Q> opened(
            String onlyType,
            Function<Q, Asked> asked,
            BiFunction<String, ResourceType, Subscription<Q, R>> subscription,
            StreamObserver<R> client) {
        var call = (ServerCallStreamObserver<R>) client;
        var stream = new XdsStream<>(ids.incrementAndGet(), onlyType, asked, subscription, this, call);
        call.setOnCancelHandler(stream::close);
        open.add(stream);
        if (open.size() > MAX_STREAMS) {
            stream.refuse(Status.RESOURCE_EXHAUSTED.withDescription("more than " + MAX_STREAMS + " streams are open"));
        }
        return stream;
    }

    /** To be added to a server. */
    public List<BindableService> services() {
        return List.of(
                new AggregatedDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DiscoveryRequest> streamAggregatedResources(
                            StreamObserver<DiscoveryResponse> client) {
                        return world("", client);
                    }

                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                            StreamObserver<DeltaDiscoveryResponse> client) {
                        return delta("", client);
                    }
                },
                new ClusterDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DiscoveryRequest> streamClusters(StreamObserver<DiscoveryResponse> client) {
                        return world(CLUSTER_TYPE_URL, client);
                    }

                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaClusters(
                            StreamObserver<DeltaDiscoveryResponse> client) {
                        return delta(CLUSTER_TYPE_URL, client);
                    }
                },
                new EndpointDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DiscoveryRequest> streamEndpoints(StreamObserver<DiscoveryResponse> client) {
                        return world(ENDPOINT_TYPE_URL, client);
                    }

                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaEndpoints(
                            StreamObserver<DeltaDiscoveryResponse> client) {
                        return delta(ENDPOINT_TYPE_URL, client);
                    }
                },
                new ListenerDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DiscoveryRequest> streamListeners(StreamObserver<DiscoveryResponse> client) {
                        return world(LISTENER_TYPE_URL, client);
                    }

                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaListeners(
                            StreamObserver<DeltaDiscoveryResponse> client) {
                        return delta(LISTENER_TYPE_URL, client);
                    }
                },
                new RouteDiscoveryServiceImplBase() {
                    @Override
                    public StreamObserver<DiscoveryRequest> streamRoutes(StreamObserver<DiscoveryResponse> client) {
                        return world(ROUTE_TYPE_URL, client);
                    }

                    @Override
                    public StreamObserver<DeltaDiscoveryRequest> deltaRoutes(
                            StreamObserver<DeltaDiscoveryResponse> client) {
                        return delta(ROUTE_TYPE_URL, client);
                    }
                });
    }
}
