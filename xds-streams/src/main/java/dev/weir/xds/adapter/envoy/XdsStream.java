package dev.weir.xds.adapter.envoy;

import static io.envoyproxy.controlplane.cache.Resources.ResourceType.CLUSTER;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.ENDPOINT;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.LISTENER;
import static io.envoyproxy.controlplane.cache.Resources.ResourceType.ROUTE;

import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream of discovery: what its client asks for, and in which order it is told. A type that we do not have is not answered, and the others live on. Its requests come one after the
 * other, pushes on the publisher's thread.
 *
 * @param <Q> a request
 * @param <R> a response
 */
final class XdsStream<Q, R> implements StreamObserver<Q> {
    private static final Set<ResourceType> HELD = EnumSet.of(CLUSTER, ENDPOINT, LISTENER, ROUTE);

    final long id;
    private final String onlyType;
    private final Function<Q, Asked> asked;
    private final BiFunction<String, ResourceType, Subscription<Q, R>> subscription;
    private final XdsStreams streams;
    private final ServerCallStreamObserver<R> client;
    private final Map<ResourceType, Subscription<Q, R>> subscriptions = new EnumMap<>(ResourceType.class);
    /** By type: the push with which the client was told last, and the last of those that it has answered. */
    private final Map<ResourceType, Long> toldWith = new EnumMap<>(ResourceType.class);

    private final Map<ResourceType, Long> answered = new EnumMap<>(ResourceType.class);
    private @Nullable String gateway;
    private long nonce;
    private boolean closed;

    /**
     * @param onlyType URL of the one type that is spoken of here; empty for all
     * @param asked what a request says in this variant of the protocol
     * @param subscription begins one, of a type and its URL
     */
    XdsStream(
            long id,
            String onlyType,
            Function<Q, Asked> asked,
            BiFunction<String, ResourceType, Subscription<Q, R>> subscription,
            XdsStreams streams,
            ServerCallStreamObserver<R> client) {
        this.id = id;
        this.onlyType = onlyType;
        this.asked = asked;
        this.subscription = subscription;
        this.streams = streams;
        this.client = client;
    }

    @Override
    public synchronized void onNext(Q request) {
        if (closed) {
            return;
        }
        try {
            var said = asked.apply(request);
            take(request, said.typeUrl().isEmpty() ? said.of(onlyType) : said);
        } catch (StatusException e) {
            refuse(e.getStatus());
        }
    }

    private void take(Q request, Asked said) throws StatusException {
        var typeUrl = said.typeUrl();
        if (typeUrl.isEmpty() || !onlyType.isEmpty() && !typeUrl.equals(onlyType)) {
            throw Status.INVALID_ARGUMENT
                    .withDescription(
                            onlyType.isEmpty()
                                    ? "a request on an aggregated stream has to name its type"
                                    : "only " + onlyType + " is spoken of here")
                    .asException();
        }
        if (gateway == null) {
            gateway = said.client();
        }
        var type = Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(typeUrl);
        if (streams.answers(id, said)
                && type != null
                && HELD.contains(type)
                && taken(
                        type, subscriptions.computeIfAbsent(type, any -> subscription.apply(typeUrl, type)), request)) {
            push();
        }
    }

    private boolean taken(ResourceType type, Subscription<Q, R> from, Q request) throws StatusException {
        boolean awaited = from.awaiting();
        boolean counts = from.take(request);
        var with = toldWith.get(type);
        if (awaited && !from.awaiting() && with != null) {
            answered.put(type, with);
        }
        return counts;
    }

    /**
     * Says what there is to say. Make before break: clusters before the routes to them, and no cluster goes before the routes that named it. Envoy acknowledges clusters once all of them
     * are warm; until then it is told no routes, as those to a cluster that is not warm are answered by 503.
     */
    synchronized void push() {
        var snapshot = closed || gateway == null ? null : streams.snapshot(gateway);
        if (snapshot == null) {
            return;
        }
        tell(CLUSTER, snapshot, true);
        tell(ENDPOINT, snapshot, true);
        var clusters = subscriptions.get(CLUSTER);
        if (clusters != null && clusters.awaiting()) {
            return;
        }
        tell(LISTENER, snapshot, false);
        tell(ROUTE, snapshot, false);
        var routes = subscriptions.get(ROUTE);
        if (routes == null || routes.settled(snapshot)) {
            tell(CLUSTER, snapshot, false);
            tell(ENDPOINT, snapshot, false);
        }
    }

    /** Whether the client has yet to be told, or to answer, something of what there was at a push. What came since, such as weights four times a second, does not count. */
    synchronized boolean isBehind(long push) {
        var snapshot = closed || gateway == null ? null : streams.snapshot(gateway);
        return snapshot != null
                && subscriptions.entrySet().stream()
                        .anyMatch(each -> answered.getOrDefault(each.getKey(), 0L) < push
                                && (each.getValue().awaiting()
                                        || !each.getValue().settled(snapshot)));
    }

    private void tell(ResourceType type, Snapshot snapshot, boolean keep) {
        var subscription = subscriptions.get(type);
        var news = subscription == null
                ? Optional.<Subscription.News<R>>empty()
                : subscription.next(snapshot, keep, Long.toString(nonce + 1));
        if (news.isEmpty()) {
            return;
        }
        streams.told(id, type);
        toldWith.put(type, streams.pushes());
        send(news.get().response());
        var endpoints = subscriptions.get(ENDPOINT);
        if (type == CLUSTER && endpoints != null) {
            // Envoy warms a changed cluster, and waits for its endpoints however well it knows them.
            endpoints.recall(news.get().changed());
        }
    }

    private void send(R response) {
        nonce++;
        client.onNext(response);
    }

    synchronized void refuse(Status why) {
        if (!closed) {
            close();
            client.onError(why.asRuntimeException());
        }
    }

    @Override
    public void onError(Throwable broken) {
        close();
    }

    @Override
    public synchronized void onCompleted() {
        if (!closed) {
            close();
            client.onCompleted();
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            streams.closed(this);
        }
    }
}
