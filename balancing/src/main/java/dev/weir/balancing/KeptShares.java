package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a balancer has to know after a restart, as the gateways go on with it meanwhile. Shares are in (0, 1]; they need not sum to 1,
 * and may name nodes that are gone.
 *
 * @param inForce the shares that Envoy heard of last
 * @param good those of the last tick with fresh evidence
 * @param goodAt when that evidence was gathered; means nothing where {@code good} is empty
 */
public record KeptShares(Map<NodeId, Double> inForce, Map<NodeId, Double> good, Instant goodAt) {
    public static final KeptShares NONE = new KeptShares(Map.of(), Map.of(), Instant.EPOCH);

    public KeptShares {
        Objects.requireNonNull(goodAt, "goodAt is null");
        inForce = checked(inForce);
        good = checked(good);
    }

    /** NaN is none. */
    public static boolean isShare(double share) {
        return share > 0 && share <= 1;
    }

    private static Map<NodeId, Double> checked(Map<NodeId, Double> shares) {
        shares.forEach((node, share) -> {
            if (!isShare(share)) {
                throw new IllegalArgumentException("share " + share + " of " + node + " is not in (0, 1]");
            }
        });
        return Map.copyOf(shares);
    }
}
