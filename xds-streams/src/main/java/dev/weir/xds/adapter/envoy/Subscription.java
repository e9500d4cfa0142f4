package dev.weir.xds.adapter.envoy;

import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.grpc.StatusException;
import java.util.Optional;
import java.util.Set;

/**
 * What one client wants of one type of resource on one stream, and what it was told of it. The lock is its stream's.
 *
 * @param <Q> a request
 * @param <R> a response
 */
interface Subscription<Q, R> {
    /** Stands for all there are. */
    String WILDCARD = "*";

    /** Listeners and clusters: what a client begins with, of which no name stands for all. The others are named by these. */
    static boolean isRoot(ResourceType type) {
        return type == ResourceType.LISTENER || type == ResourceType.CLUSTER;
    }

    /** More than any gateway has clusters. */
    int MAX_NAMES = 10_000;

    /**
     * Takes note of a request.
     *
     * @return whether it counts; one that answers an older response does not, in the variant that says everything
     * @throws StatusException where more is asked for than can be remembered
     */
    boolean take(Q request) throws StatusException;

    /**
     * What has to be said now; nothing where the client has it all, or has yet to answer what it was told before.
     *
     * @param keep whether what is gone stays for now, as something else may still name it
     */
    Optional<News<R>> next(Snapshot snapshot, boolean keep, String nonce);

    /** Whether the client was told all that there is now. */
    boolean settled(Snapshot snapshot);

    /** Whether the client has yet to answer what it was told last. */
    boolean awaiting();

    /** Forgets that these were told. */
    void recall(Set<String> names);

    /** @param changed names of what is new or another */
    record News<R>(R response, Set<String> changed) {}
}
