package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;

/** A stream in the variant "state of the world". */
final class WorldStream extends XdsStream<DiscoveryRequest, DiscoveryResponse> {
    private final DiscoveryServerCallbacks callbacks;

    WorldStream(
            long id,
            String onlyType,
            XdsStreams streams,
            DiscoveryServerCallbacks callbacks,
            ServerCallStreamObserver<DiscoveryResponse> client) {
        super(id, onlyType, streams, client);
        this.callbacks = callbacks;
    }

    @Override
    String typeOf(DiscoveryRequest request) {
        return request.getTypeUrl();
    }

    @Override
    DiscoveryRequest typed(DiscoveryRequest request, String typeUrl) {
        return request.toBuilder().setTypeUrl(typeUrl).build();
    }

    @Override
    String gatewayOf(DiscoveryRequest request) {
        return request.getNode().getId();
    }

    @Override
    WorldSubscription subscription(String typeUrl, ResourceType type) {
        return new WorldSubscription(typeUrl, type);
    }

    @Override
    void onRequest(DiscoveryRequest request) throws RequestException {
        callbacks.onV3StreamRequest(id, request);
    }

    @Override
    void onResponse(DiscoveryResponse response) {
        callbacks.onV3StreamResponse(id, DiscoveryRequest.getDefaultInstance(), response);
    }
}
