package dev.weir.controlplane.loop;

import dev.weir.controlplane.loop.port.NetworkSource;
import dev.weir.scoring.PolicyNetwork;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The policy network in force. {@link #refresh} looks for a newly published one and is called by one background thread; one that is refused leaves the last
 * good one in place. Without any, the plan stands as the planner made it.
 */
public final class Networks {
    private static final Logger LOG = Logger.getLogger(Networks.class.getName());

    private final NetworkSource source;
    private volatile Optional<PolicyNetwork> current = Optional.empty();

    public Networks(NetworkSource source) {
        this.source = source;
    }

    /** For a loop that corrects nothing. */
    public static Networks none() {
        return new Networks(NetworkSource.Latest.Nothing::new);
    }

    public Optional<PolicyNetwork> current() {
        return current;
    }

    public void refresh() {
        switch (source.latest()) {
            case NetworkSource.Latest.Nothing nothing -> {}
            case NetworkSource.Latest.Good good -> {
                current = Optional.of(good.network());
                LOG.info(() -> "policy network in force: " + good.origin());
            }
            case NetworkSource.Latest.Refused refused ->
                LOG.warning(() -> "refused policy network " + refused.digest() + ": " + refused.why());
        }
    }
}
