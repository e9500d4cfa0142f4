package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import org.junit.jupiter.api.Test;

final class SyncLogTest {
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;

    private final SyncLog log = new SyncLog();

    @Test
    void gateway_isAddressable_whileItNamesItselfAskingForEndpoints() throws Exception {
        log.onV3StreamRequest(1, request("one", CLUSTERS).build());
        assertThat(log.addressable()).isEmpty();

        log.onV3StreamRequest(1, request("one", ENDPOINTS).build());
        assertThat(log.addressable()).containsExactly("one");

        log.onV3StreamRequest(1, request("", CLUSTERS).build());
        assertThat(log.addressable()).containsExactly("one");

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
    void refusedVersion_isTheOneThatWasSent() throws Exception {
        log.onV3StreamRequest(1, request("one", ENDPOINTS).build());
        log.onV3StreamResponse(1, request("one", ENDPOINTS).build(), response("v1"));

        log.onV3StreamRequest(1, refusal("one"));

        assertThat(log.refused(ENDPOINTS, "v1")).isTrue();
        assertThat(log.gateways()).containsEntry("one", new GatewaySync(true, 0, ENDPOINTS + ": no"));
    }

    @Test
    void refusal_ofNothingThatWasSent_refusesNoVersion() throws Exception {
        log.onV3StreamRequest(1, refusal("one"));

        assertThat(log.refused(ENDPOINTS, "")).isFalse();
        assertThat(log.gateways()).containsEntry("one", new GatewaySync(true, 0, ENDPOINTS + ": no"));
    }

    /** More gateways than are shown. */
    @Test
    void refusal_counts_whoeverSaysIt() throws Exception {
        for (int stream = 0; stream < 1_000; stream++) {
            log.onV3StreamRequest(
                    stream, request("gateway-" + stream, ENDPOINTS).build());
        }
        log.onV3StreamRequest(1_000, request("one-more", ENDPOINTS).build());
        log.onV3StreamResponse(1_000, request("one-more", ENDPOINTS).build(), response("v1"));

        log.onV3StreamRequest(1_000, refusal("one-more"));

        assertThat(log.gateways()).hasSize(1_000).doesNotContainKey("one-more");
        assertThat(log.refused(ENDPOINTS, "v1")).isTrue();
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

    private static DiscoveryResponse response(String version) {
        return DiscoveryResponse.newBuilder()
                .setTypeUrl(ENDPOINTS)
                .setVersionInfo(version)
                .build();
    }
}
