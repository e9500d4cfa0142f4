package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.adapter.envoy.Asked;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AwaitedAcksTest implements SyncListener {
    private static final String ENDPOINTS = Resources.V3.ENDPOINT_TYPE_URL;
    private final List<String> heard = new ArrayList<>();
    private long now;
    private final AwaitedAcks acks = new AwaitedAcks(() -> now, this);

    @Test
    void acknowledgement_isTimedFromTheFirstTelling() {
        acks.told(1, ResourceType.ENDPOINT);
        now = 3_000_000;
        acks.told(1, ResourceType.ENDPOINT);
        now = 7_000_000;
        acks.acknowledged(1, ENDPOINTS);
        acks.acknowledged(1, ENDPOINTS);

        assertThat(heard).containsExactly("endpoints took PT0.007S");
    }

    @Test
    void refusal_isCountedOnce_byItsType() {
        acks.told(1, ResourceType.CLUSTER);
        acks.refused(1, Resources.V3.CLUSTER_TYPE_URL);
        acks.refused(1, Resources.V3.CLUSTER_TYPE_URL);

        assertThat(heard).containsExactly("clusters refused");
    }

    @Test
    void streamThatEnds_isAwaitedNoLonger() {
        acks.told(1, ResourceType.ENDPOINT);
        acks.closed(1);
        acks.acknowledged(1, ENDPOINTS);

        assertThat(heard).isEmpty();
    }

    @Test
    void judges_areNotTimed() {
        var log = new SyncLog(this);
        log.asked(1, new Asked("judge", Asked.JUDGE, "", ENDPOINTS, false, false, ""));
        log.told(1, ResourceType.ENDPOINT);
        log.asked(1, new Asked("judge", Asked.JUDGE, "", ENDPOINTS, false, true, ""));

        assertThat(heard).isEmpty();
    }

    @Test
    void gateways_areTimed() {
        var log = new SyncLog(this);
        log.asked(1, new Asked("one", "envoy", "", ENDPOINTS, false, false, ""));
        log.told(1, ResourceType.ENDPOINT);
        log.asked(1, new Asked("one", "envoy", "", ENDPOINTS, false, true, ""));

        assertThat(heard).singleElement().asString().startsWith("endpoints took");
    }

    @Override
    public void acknowledged(String type, Duration took) {
        heard.add(type + " took " + took);
    }

    @Override
    public void refused(String type) {
        heard.add(type + " refused");
    }
}
