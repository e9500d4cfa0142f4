package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import dev.weir.controlplane.loop.port.TopologyPublisher.TypeSync;
import dev.weir.xds.adapter.envoy.Asked;
import io.envoyproxy.controlplane.cache.Resources;
import org.junit.jupiter.api.Test;

final class SyncLogTest {
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private static final String CLUSTERS = Resources.V3.CLUSTER_TYPE_URL;

    private final SyncLog log = new SyncLog();

    @Test
    void gateway_isAddressable_onceItAsksForEndpoints_havingSaidWhoItIs() {
        log.asked(1, request("one", CLUSTERS));
        assertThat(log.addressable()).isEmpty();

        log.asked(1, request("", ENDPOINTS));
        assertThat(log.addressable()).containsExactly("one");
    }

    @Test
    void gateway_thatNeverSaysWhoItIs_isNotAddressable() {
        log.asked(1, request("", ENDPOINTS));

        assertThat(log.addressable()).isEmpty();
    }

    @Test
    void gateway_isNotAddressable_onceItsStreamEnds() {
        log.asked(1, request("one", ENDPOINTS));

        log.closed(1);

        assertThat(log.addressable()).isEmpty();
        assertThat(log.gateways()).containsEntry("one", new GatewaySync(false, 0, ""));
    }

    @Test
    void judge_isNoGateway() {
        log.asked(1, new Asked("judge", Asked.JUDGE, "", ENDPOINTS, false, false, ""));
        log.closed(1);

        assertThat(log.gateways()).isEmpty();
        assertThat(log.addressable()).isEmpty();
    }

    @Test
    void refusal_isShown_inTheGatewaysWords() {
        log.asked(1, new Asked("one", "envoy", "", ENDPOINTS, false, false, "no"));

        assertThat(log.gateways()).containsEntry("one", new GatewaySync(true, 0, ENDPOINTS + ": no"));
    }

    @Test
    void eachType_isWaitedFor_untilItIsTakenOrRefused() {
        log.asked(1, request("one", CLUSTERS));
        log.told(1, Resources.ResourceType.CLUSTER);
        log.told(1, Resources.ResourceType.ENDPOINT);
        assertThat(log.types().get("one"))
                .containsEntry("clusters", new TypeSync(TypeSync.State.WAITING, ""))
                .containsEntry("endpoints", new TypeSync(TypeSync.State.WAITING, ""));

        log.asked(1, new Asked("", "envoy", "", CLUSTERS, false, true, ""));
        log.asked(1, new Asked("", "envoy", "", ENDPOINTS, false, false, "too heavy"));
        assertThat(log.types().get("one"))
                .containsEntry("clusters", new TypeSync(TypeSync.State.TAKEN, ""))
                .containsEntry("endpoints", new TypeSync(TypeSync.State.REFUSED, "too heavy"));

        log.closed(1);
        assertThat(log.types()).isEmpty();
    }

    @Test
    void gatewayThatComesBack_hasWhatItHad() {
        log.asked(1, new Asked("one", "envoy", "", CLUSTERS, true, false, ""));

        assertThat(log.types().get("one")).containsEntry("clusters", new TypeSync(TypeSync.State.TAKEN, ""));
    }

    /** Envoy says who and where it is in the first request of a stream alone. */
    @Test
    void locality_isShown_alsoWhereLaterRequestsDoNotRepeatIt() {
        log.asked(1, new Asked("one", "envoy", "eu-west/a", ENDPOINTS, false, false, ""));
        log.asked(1, request("", ENDPOINTS));
        log.asked(2, new Asked("two", "envoy", "x".repeat(500), ENDPOINTS, false, false, ""));
        log.closed(1);

        assertThat(log.gateways())
                .containsEntry("one", new GatewaySync(false, 0, "", "eu-west/a"))
                .containsEntry("two", new GatewaySync(true, 0, "", "x".repeat(128)));
    }

    @Test
    void moreGatewaysThanAreShown_areServedAndNotShown() {
        for (int stream = 0; stream <= 1_000; stream++) {
            assertThat(log.asked(stream, request("gateway-" + stream, ENDPOINTS)))
                    .isTrue();
        }

        assertThat(log.gateways()).hasSize(1_000).doesNotContainKey("gateway-1000");
    }

    private static Asked request(String gateway, String type) {
        return new Asked(gateway, "envoy", "", type, false, false, "");
    }
}
