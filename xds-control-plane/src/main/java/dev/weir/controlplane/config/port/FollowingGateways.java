package dev.weir.controlplane.config.port;

import dev.weir.config.WeirConfig;
import java.util.Map;
import java.util.Set;

/** The gateways, by way of the weight loop, which tells them at its next tick. Any thread. */
public interface FollowingGateways {
    /** From its next tick on the loop follows this one. */
    void follow(long version, WeirConfig config);

    /** The version that gateways were told last; 0 before they were told anything. */
    long told();

    /** Gateways that are connected. */
    Set<String> connected();

    /** Of these, those that have yet to acknowledge something. */
    Set<String> behind();

    /** What each refused last, in its own words; only those who stand by it. */
    Map<String, String> refusals();
}
