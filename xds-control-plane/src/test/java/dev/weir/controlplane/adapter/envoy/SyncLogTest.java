package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import org.junit.jupiter.api.Test;

final class SyncLogTest {
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;

    private final SyncLog log = new SyncLog();

    @Test
    void gateway_isAddressable_onceItAsksForEndpoints_havingSaidWhoItIs() throws Exception {
        log.onV3StreamRequest(1, request("one", CLUSTERS).build());
        assertThat(log.addressable()).isEmpty();

        log.onV3StreamRequest(1, request("", ENDPOINTS).build());
        assertThat(log.addressable()).containsExactly("one");
    }

    @Test
    void gateway_thatNeverSaysWhoItIs_isNotAddressable() throws Exception {
        log.onV3StreamRequest(1, request("", ENDPOINTS).build());

        assertThat(log.addressable()).isEmpty();
    }

    @Test
    void gateway_isNotAddressable_onceItsStreamEnds() throws Exception {
        log.onV3StreamRequest(1, request("one", ENDPOINTS).build());

        log.onStreamClose(1, ENDPOINTS);

        assertThat(log.addressable()).isEmpty();
        assertThat(log.gateways()).containsEntry("one", new GatewaySync(false, 0, ""));
    }

    @Test
    void refusal_isShown_inTheGatewaysWords() throws Exception {
        log.onV3StreamRequest(1, refusal("one"));

        assertThat(log.gateways()).containsEntry("one", new GatewaySync(true, 0, ENDPOINTS + ": no"));
    }

    @Test
    void deltaStreams_areShownAsTheOthers() throws Exception {
        log.onV3StreamDeltaRequest(
                1, delta().setNode(Node.newBuilder().setId("one")).build());
        log.onV3StreamDeltaRequest(1, delta().setResponseNonce("1").build());
        log.onV3StreamDeltaRequest(
                1,
                delta().setResponseNonce("2")
                        .setErrorDetail(Status.newBuilder().setMessage("no"))
                        .build());

        assertThat(log.gateways()).containsEntry("one", new GatewaySync(true, 1, ENDPOINTS + ": no"));
        assertThat(log.addressable()).containsExactly("one");
    }

    @Test
    void moreGatewaysThanAreShown_areServedAndNotShown() throws Exception {
        for (int stream = 0; stream <= 1_000; stream++) {
            log.onV3StreamRequest(
                    stream, request("gateway-" + stream, ENDPOINTS).build());
        }

        assertThat(log.gateways()).hasSize(1_000).doesNotContainKey("gateway-1000");
    }

    private static DeltaDiscoveryRequest.Builder delta() {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(ENDPOINTS);
    }

    private static DiscoveryRequest.Builder request(String gateway, String type) {
        return DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(gateway))
                .setTypeUrl(type);
    }

    private static DiscoveryRequest refusal(String gateway) {
        return request(gateway, ENDPOINTS)
                .setErrorDetail(Status.newBuilder().setMessage("no"))
                .build();
    }
}
