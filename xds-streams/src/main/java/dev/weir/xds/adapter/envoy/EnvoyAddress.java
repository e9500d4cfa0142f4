package dev.weir.xds.adapter.envoy;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.EnvoyInternalAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;

/** Where an endpoint is reached, in Envoy's own message: written by who publishes endpoints, read by who picks one. Any thread. */
public final class EnvoyAddress {
    private EnvoyAddress() {}

    public static Address written(EndpointAddress address) {
        return switch (address) {
            case EndpointAddress.Socket(var host, var port) ->
                Address.newBuilder()
                        .setSocketAddress(
                                SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                        .build();
            case EndpointAddress.Internal(var listener, var node) ->
                Address.newBuilder()
                        .setEnvoyInternalAddress(EnvoyInternalAddress.newBuilder()
                                .setServerListenerName(listener)
                                .setEndpointId(node.value()))
                        .build();
        };
    }

    /** @throws IllegalArgumentException where it is neither a socket by number nor an address of Envoy's own */
    public static EndpointAddress read(Address address) {
        if (address.hasEnvoyInternalAddress()) {
            var internal = address.getEnvoyInternalAddress();
            return new EndpointAddress.Internal(internal.getServerListenerName(), new NodeId(internal.getEndpointId()));
        }
        var socket = address.getSocketAddress();
        return new EndpointAddress.Socket(socket.getAddress(), socket.getPortValue());
    }
}
