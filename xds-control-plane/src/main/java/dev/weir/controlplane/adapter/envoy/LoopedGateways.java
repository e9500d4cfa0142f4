package dev.weir.controlplane.adapter.envoy;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.port.FollowingGateways;
import dev.weir.controlplane.loop.GatewayLoop;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gateways as the weight loop tells them, and as their streams answer. */
public record LoopedGateways(GatewayLoop loop, AdsPublisher publisher) implements FollowingGateways {
    @Override
    public void follow(long version, WeirConfig config) {
        loop.follow(version, config);
    }

    @Override
    public long told() {
        return loop.told();
    }

    @Override
    public Set<String> connected() {
        return publisher.gateways().entrySet().stream()
                .filter(gateway -> gateway.getValue().connected())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> behind() {
        return publisher.behind();
    }

    @Override
    public Map<String, String> refusals() {
        return publisher.gateways().entrySet().stream()
                .filter(gateway -> gateway.getValue().connected()
                        && !gateway.getValue().lastRefusal().isEmpty())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, gateway -> gateway.getValue().lastRefusal()));
    }
}
