package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.NodeGroup;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Set;

/**
 * Which snapshot is whose. An Envoy has to name itself in every request to have its own ({@code set_node_on_first_message_only: false}); else, and until it is known, it
 * has the one for all. Any thread.
 */
final class Groups implements NodeGroup<String> {
    static final String ALL = "all";
    private static final String OWN = "gateway:";

    private volatile Set<String> own = Set.of();
    private volatile long edition;

    /** From now on these gateways have their own. One thread. */
    void set(Set<String> gateways) {
        edition += own.equals(gateways) ? 0 : 1;
        own = Set.copyOf(gateways);
    }

    /** Another one each time that others have their own. */
    String edition() {
        return "-" + edition;
    }

    static String of(String gateway) {
        return OWN + gateway;
    }

    boolean isCurrent(String group) {
        return group.equals(ALL) || own.contains(group.substring(OWN.length()));
    }

    @Override
    public String hash(Node node) {
        return own.contains(node.getId()) ? of(node.getId()) : ALL;
    }
}
