package dev.weir.controlplane.fleet;

import dev.weir.model.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one endpoint's head.
 *
 * @param own whether the operator named it by URL; else it is a stranger
 * @param live whether it could be sent calls
 * @param last what it said last; empty where it never did
 * @param trouble why it does not say it now, in words; empty where it does
 * @param wasOut whether it is sent nothing now
 * @param moves when its head was seen to grow, in one count for all endpoints; the last few, the newest at the end
 */
record HeadClaim(
        NodeId node,
        boolean own,
        boolean live,
        Optional<HeadReport> last,
        Optional<String> trouble,
        boolean wasOut,
        List<Long> moves) {
    HeadClaim {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(last, "last is null");
        Objects.requireNonNull(trouble, "trouble is null");
        moves = List.copyOf(moves);
    }

    /** Whether it says where it is. */
    boolean fresh() {
        return last.isPresent() && trouble.isEmpty();
    }

    /** The block that it said it has. Only where it said one. */
    long block() {
        return last.orElseThrow().block();
    }

    /** How often its head was seen to grow while the other's stood. */
    long movesSince(HeadClaim other) {
        long stood = other.moves.isEmpty() ? Long.MIN_VALUE : other.moves.getLast();
        return moves.stream().filter(move -> move > stood).count();
    }
}
