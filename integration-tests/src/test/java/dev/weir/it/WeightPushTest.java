package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Weights leave over EDS alone: clusters stand still. */
@ExtendWith(Gateway.Extension.class)
final class WeightPushTest {
    @Test
    void weightPush_changesEndpointsAndNoCluster(Gateway gateway) {
        gateway.settle();
        long clusters = gateway.stat("cluster_manager.cluster_modified");
        long endpoints = gateway.stat("cluster.quotes.edge.update_success");

        gateway.weir("pin", "ember", "--api", "quotes", "--share", "40", "--reason", "a push")
                .ok();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.node("quotes", "ember")
                                .get("shareWanted")
                                .asDouble())
                        .isCloseTo(0.4, org.assertj.core.data.Offset.offset(0.01)));
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(gateway.stat("cluster.quotes.edge.update_success"))
                        .isGreaterThan(endpoints));
        assertThat(gateway.stat("cluster_manager.cluster_modified")).isEqualTo(clusters);
        assertThat(gateway.stat("listener_manager.listener_modified")).isZero();
    }

    @AfterEach
    void unpin(Gateway gateway) {
        gateway.weir("unpin", "ember", "--api", "quotes", "--reason", "the test is over")
                .ok();
    }
}
