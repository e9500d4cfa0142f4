package dev.weir.xds.adapter.envoy;

import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.grpc.StatusException;

/** Hears of all streams. Any thread; the requests of one stream come one after the other. */
public interface StreamWatch {
    /**
     * A client asks.
     *
     * @param stream its number, of no other stream of this process
     * @return whether it is answered; one that is not keeps what it has
     * @throws StatusException to end the stream, and say why
     */
    boolean asked(long stream, Asked asked) throws StatusException;

    /** A client is told of resources of a type that are new to it, and is to acknowledge them. */
    default void told(long stream, ResourceType type) {}

    /** It has ended, whoever ended it; also where nothing was asked on it. */
    void closed(long stream);
}
