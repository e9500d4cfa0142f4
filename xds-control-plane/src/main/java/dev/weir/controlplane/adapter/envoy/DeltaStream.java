package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;

/** A stream in the incremental variant. */
final class DeltaStream extends XdsStream<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private final DiscoveryServerCallbacks callbacks;

    DeltaStream(
            long id,
            String onlyType,
            XdsStreams streams,
            DiscoveryServerCallbacks callbacks,
            ServerCallStreamObserver<DeltaDiscoveryResponse> client) {
        super(id, onlyType, streams, client);
        this.callbacks = callbacks;
    }

    @Override
    String typeOf(DeltaDiscoveryRequest request) {
        return request.getTypeUrl();
    }

    @Override
    DeltaDiscoveryRequest typed(DeltaDiscoveryRequest request, String typeUrl) {
        return request.toBuilder().setTypeUrl(typeUrl).build();
    }

    @Override
    String gatewayOf(DeltaDiscoveryRequest request) {
        return request.getNode().getId();
    }

    @Override
    DeltaSubscription subscription(String typeUrl, ResourceType type) {
        return new DeltaSubscription(typeUrl, type);
    }

    @Override
    void onRequest(DeltaDiscoveryRequest request) throws RequestException {
        callbacks.onV3StreamDeltaRequest(id, request);
    }

    @Override
    void onResponse(DeltaDiscoveryResponse response) {
        callbacks.onV3StreamDeltaResponse(id, DeltaDiscoveryRequest.getDefaultInstance(), response);
    }
}
