package dev.weir.controlplane.adapter.envoy;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.port.FollowingGateways;
import dev.weir.controlplane.loop.GatewayLoop;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gateways as the weight loop tells them, and as their streams answer. Weights that were told after a version do not count for who has it. Any thread, one at a time. */
public final class LoopedGateways implements FollowingGateways {
    private final GatewayLoop loop;
    private final AdsPublisher publisher;
    private long version;
    /** That of the version, or one soon after. */
    private long push;

    public LoopedGateways(GatewayLoop loop, AdsPublisher publisher) {
        this.loop = loop;
        this.publisher = publisher;
    }

    @Override
    public void follow(long version, WeirConfig config) {
        loop.follow(version, config);
    }

    @Override
    public synchronized long told() {
        long told = loop.told();
        if (told != version) {
            version = told;
            push = publisher.pushes();
        }
        return told;
    }

    @Override
    public Set<String> connected() {
        return publisher.gateways().entrySet().stream()
                .filter(gateway -> gateway.getValue().connected())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized Set<String> behind() {
        return publisher.behind(push);
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
