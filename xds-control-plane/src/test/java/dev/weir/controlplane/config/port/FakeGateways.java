package dev.weir.controlplane.config.port;

import dev.weir.config.WeirConfig;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Gateways that take what they are told at once, hang, or refuse it. */
public final class FakeGateways implements FollowingGateways {
    public final TreeSet<String> connected = new TreeSet<>(Set.of("east", "west"));
    public final TreeSet<String> behind = new TreeSet<>();
    public final TreeMap<String, String> refusals = new TreeMap<>();
    /** What west refuses. */
    public Predicate<WeirConfig> bad = config -> false;

    private long told;

    @Override
    public void follow(long version, WeirConfig config) {
        told = version;
        if (bad.test(config)) {
            refusals.put("west", "type.googleapis.com/envoy.config.cluster.v3.Cluster: odd\ncluster");
        } else if (!refusals.getOrDefault("west", "").equals("always")) {
            refusals.remove("west");
        }
    }

    @Override
    public long told() {
        return told;
    }

    @Override
    public Set<String> connected() {
        return connected;
    }

    @Override
    public Set<String> behind() {
        return behind;
    }

    @Override
    public Map<String, String> refusals() {
        return refusals;
    }
}
