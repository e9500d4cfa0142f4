package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.NodeGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.HashSet;
import java.util.Set;

/** Which snapshot is whose: its own for a gateway that has one, else the one for all. Any thread. */
final class Groups implements NodeGroup<String> {
    static final String ALL = "all";
    private static final String OWN = "gateway:";

    private volatile Set<String> own = Set.of();

    /** From now on these gateways have their own. One thread. @return the groups that are nobody's any more */
    Set<String> set(Set<String> gateways) {
        var left = new HashSet<String>();
        own.forEach(gateway -> left.add(of(gateway)));
        gateways.forEach(gateway -> left.remove(of(gateway)));
        own = Set.copyOf(gateways);
        return left;
    }

    static String of(String gateway) {
        return OWN + gateway;
    }

    String group(String gateway) {
        return own.contains(gateway) ? of(gateway) : ALL;
    }

    @Override
    public String hash(Node node) {
        return group(node.getId());
    }
}
