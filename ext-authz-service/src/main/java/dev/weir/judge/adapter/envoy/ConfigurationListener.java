package dev.weir.judge.adapter.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;

/** Hears what gateways are told. One call at a time. */
public interface ConfigurationListener {
    /** A stream begins: what is told from now on belongs together. */
    default void began() {}

    /**
     * All there is of one type.
     *
     * @throws InvalidProtocolBufferException where it cannot be read, or an {@link IllegalArgumentException}: what was told before stands then
     */
    void told(DiscoveryResponse response) throws InvalidProtocolBufferException;

    /** The stream ended. */
    default void ended() {}
}
