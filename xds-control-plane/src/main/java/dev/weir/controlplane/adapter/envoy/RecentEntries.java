package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells entries that came already: a sender that says everything twice must not count twice. No two attempts agree in all fields, as their times
 * are in nanoseconds. Remembers the last {@link #ROOM} by 64 bits of hash each. Any thread.
 */
final class RecentEntries {
    static final int ROOM = 8_192;

    private final ArrayDeque<Long> order = new ArrayDeque<>(ROOM);
    private final Set<Long> known = HashSet.newHashSet(ROOM);

    /** Whether it is new; from now on it is not. */
    boolean add(HTTPAccessLogEntry entry) {
        return add(hash(entry));
    }

    private synchronized boolean add(long hash) {
        if (!known.add(hash)) {
            return false;
        }
        if (order.size() == ROOM) {
            known.remove(order.remove());
        }
        order.add(hash);
        return true;
    }

    private static long hash(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        long times = Integer.toUnsignedLong(
                31 * common.getStartTime().getNanos() + common.getDuration().getNanos());
        return ((long) entry.hashCode() << 32) | times;
    }
}
