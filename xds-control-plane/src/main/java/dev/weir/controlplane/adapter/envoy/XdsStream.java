package dev.weir.controlplane.adapter.envoy;

import static io.envoyproxy.controlplane.cache.Resources.ResourceType.CLUSTER;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.ENDPOINT;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.LISTENER;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.ROUTE;

import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of discovery: what its client asks for, and in which order it is told. A type that we do not have is not answered, and the others live on. Its requests come one after the
 * other, pushes on the publisher's thread.
 *
 * @param <Q> a request
 * @param <R> a response
 */
abstract class XdsStream<Q, R> implements StreamObserver<Q> {
    private static final Set<ResourceType> HELD = EnumSet.of(CLUSTER, ENDPOINT, LISTENER, ROUTE);

    protected final long id;
    private final String onlyType;
    private final XdsStreams streams;
    private final ServerCallStreamObserver<R> client;
    private final Map<ResourceType, Subscription<Q, R>> subscriptions = new EnumMap<>(ResourceType.class);
    private @Nullable String gateway;
    private long nonce;
    private boolean closed;

    /** @param onlyType URL of the one type that is spoken of here; empty for all */
    XdsStream(long id, String onlyType, XdsStreams streams, ServerCallStreamObserver<R> client) {
        this.id = id;
        this.onlyType = onlyType;
        this.streams = streams;
        this.client = client;
    }

    abstract String typeOf(Q request);

    abstract Q typed(Q request, String typeUrl);

    abstract String gatewayOf(Q request);

    abstract Subscription<Q, R> subscription(String typeUrl, ResourceType type);

    abstract void onRequest(Q request) throws RequestException;

    abstract void onResponse(R response);

    @Override
    public final synchronized void onNext(Q request) {
        if (closed) {
            return;
        }
        try {
            take(typeOf(request).isEmpty() ? typed(request, onlyType) : request);
        } catch (RequestException e) {
            refuse(e.getStatus());
        }
    }

    private void take(Q request) throws RequestException {
        var typeUrl = typeOf(request);
        if (typeUrl.isEmpty() || !onlyType.isEmpty() && !typeUrl.equals(onlyType)) {
            throw new RequestException(Status.INVALID_ARGUMENT.withDescription(
                    onlyType.isEmpty()
                            ? "a request on an aggregated stream has to name its type"
                            : "only " + onlyType + " is spoken of here"));
        }
        if (gateway == null) {
            gateway = gatewayOf(request);
        }
        onRequest(request);
        var type = Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(typeUrl);
        if (type != null
                && HELD.contains(type)
                && subscriptions
                        .computeIfAbsent(type, any -> subscription(typeUrl, type))
                        .take(request)) {
            push();
        }
    }

    /** Says what there is to say. Make before break: clusters before the routes to them, and no cluster goes before the routes that named it. */
    final synchronized void push() {
        var snapshot = closed || gateway == null ? null : streams.snapshot(gateway);
        if (snapshot == null) {
            return;
        }
        tell(CLUSTER, snapshot, true);
        tell(ENDPOINT, snapshot, true);
        tell(LISTENER, snapshot, false);
        tell(ROUTE, snapshot, false);
        var routes = subscriptions.get(ROUTE);
        if (routes == null || routes.settled(snapshot)) {
            tell(CLUSTER, snapshot, false);
            tell(ENDPOINT, snapshot, false);
        }
    }

    private void tell(ResourceType type, Snapshot snapshot, boolean keep) {
        var subscription = subscriptions.get(type);
        var news = subscription == null
                ? Optional.<Subscription.News<R>>empty()
                : subscription.next(snapshot, keep, Long.toString(nonce + 1));
        if (news.isEmpty()) {
            return;
        }
        send(news.get().response());
        var endpoints = subscriptions.get(ENDPOINT);
        if (type == CLUSTER && endpoints != null) {
            // Envoy warms a changed cluster, and waits for its endpoints however well it knows them.
            endpoints.recall(news.get().changed());
        }
    }

    private void send(R response) {
        nonce++;
        onResponse(response);
        client.onNext(response);
    }

    final synchronized void refuse(Status why) {
        if (!closed) {
            close();
            client.onError(why.asRuntimeException());
        }
    }

    @Override
    public final void onError(Throwable broken) {
        close();
    }

    @Override
    public final synchronized void onCompleted() {
        if (!closed) {
            close();
            client.onCompleted();
        }
    }

    final synchronized void close() {
        if (!closed) {
            closed = true;
            streams.closed(this);
        }
    }
}
