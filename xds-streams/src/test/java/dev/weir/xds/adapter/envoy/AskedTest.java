package dev.weir.xds.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import org.junit.jupiter.api.Test;

final class AskedTest {
    @Test
    void firstRequest_begins_whereTheClientHasNothing() {
        assertThat(Asked.of(DiscoveryRequest.getDefaultInstance()).begins()).isTrue();
        assertThat(Asked.of(DeltaDiscoveryRequest.getDefaultInstance()).begins())
                .isTrue();
    }

    @Test
    void firstRequest_returns_whereItHasSomething() {
        var world = Asked.of(DiscoveryRequest.newBuilder().setVersionInfo("7").build());
        var delta = Asked.of(DeltaDiscoveryRequest.newBuilder()
                .putInitialResourceVersions("gateway", "7")
                .build());

        assertThat(world.returns()).isTrue();
        assertThat(delta.returns()).isTrue();
        assertThat(world.begins() || delta.begins()).isFalse();
    }

    @Test
    void answer_acknowledges_whereItRefusesNothing() {
        var world = Asked.of(DiscoveryRequest.newBuilder()
                .setVersionInfo("7")
                .setResponseNonce("1")
                .build());
        var delta = Asked.of(
                DeltaDiscoveryRequest.newBuilder().setResponseNonce("1").build());

        assertThat(world.acknowledges() && delta.acknowledges()).isTrue();
        assertThat(world.returns() || delta.returns() || world.begins() || delta.begins())
                .isFalse();
    }

    @Test
    void refusal_isOne_alsoWithoutAWord() {
        var mute = Status.getDefaultInstance();
        var world = Asked.of(DiscoveryRequest.newBuilder()
                .setVersionInfo("6")
                .setResponseNonce("1")
                .setErrorDetail(mute)
                .build());
        var delta = Asked.of(DeltaDiscoveryRequest.newBuilder()
                .setResponseNonce("1")
                .setErrorDetail(mute)
                .build());

        assertThat(world.refusal()).isNotEmpty().isEqualTo(delta.refusal());
        assertThat(world.acknowledges() || delta.acknowledges() || world.begins() || delta.begins())
                .isFalse();
    }
}
