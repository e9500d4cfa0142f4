package dev.weir.balancing;

import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes of one API are out: left out of the pick for a while, as they did not answer. Not thread-safe; its owner locks it.
 *
 * <ul>
 *   <li>A node to which nobody can connect is out at once. One that fails what it was sent is out after {@value #IN_A_ROW} failures without an answer
 *       between: a single one may be the request's fault, and a caller can make up such requests.
 *   <li>It is out for 1 s, doubled with each outage up to 30 s. What fails meanwhile is of the same outage. An answer ends the outage, and forgets the earlier ones.
 *   <li>At most a third of the usable nodes is out at once, but one where there are two or more; a lone node is never out. Who would be one too many stays
 *       in, unless it cannot be reached and another is out for failing: that one comes back for it.
 *   <li>An attempt that says nothing of its node changes nothing.
 * </ul>
 *
 * <p>Fails open: a node that is in and dead costs a try, as the call takes its next candidate; all nodes out would cost the calls.
 */
final class Outages {
    static final int IN_A_ROW = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_SECONDS = 30;
    private static final int PARTS = 3;

    private final List<Of> out = new ArrayList<>();
    private int usable;

    /** One node's. */
    static final class Of {
        private int failuresInARow;
        private int outages;
        private long until = Long.MIN_VALUE;
        private boolean unreachable;

        boolean isOut(long nanos) {
            return until > nanos;
        }
    }

    /** @param count of nodes that could be picked if none were out */
    void usable(int count) {
        usable = count;
    }

    void answered(Of node) {
        node.failuresInARow = 0;
        node.outages = 0;
        comesBack(node);
    }

    void failed(Of node, long nanos) {
        if (!node.isOut(nanos) && ++node.failuresInARow >= IN_A_ROW) {
            begins(node, false, nanos);
        }
    }

    void unreachable(Of node, long nanos) {
        if (!node.isOut(nanos)) {
            begins(node, true, nanos);
        }
    }

    private void begins(Of node, boolean unreachable, long nanos) {
        out.removeIf(other -> !other.isOut(nanos));
        if (out.size() >= most() && !(unreachable && oneComesBack())) {
            return;
        }
        node.failuresInARow = 0;
        node.outages = Math.min(10, node.outages + 1);
        node.unreachable = unreachable;
        node.until = nanos + Math.min(MOST_SECONDS, 1L << (node.outages - 1)) * SECOND;
        out.add(node);
    }

    private int most() {
        return usable <= 1 ? 0 : Math.max(1, usable / PARTS);
    }

    private boolean oneComesBack() {
        for (var other : out) {
            if (!other.unreachable) {
                comesBack(other);
                return true;
            }
        }
        return false;
    }

    private void comesBack(Of node) {
        node.until = Long.MIN_VALUE;
        out.remove(node);
    }
}
