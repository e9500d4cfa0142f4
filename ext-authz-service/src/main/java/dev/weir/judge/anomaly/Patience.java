package dev.weir.judge.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether a caller keeps to the times that its refusals named. Not thread-safe.
 *
 * <p>A refusal that names a time gives its caller leave to return once, then or later. A request that is refused is impatient where its
 * caller had been told to wait, for that API, and has no leave to use; it gets none by being refused. So who sends many calls at once, is told to come again
 * at several times, and does, is patient, and who goes on sending is not, however many of its calls are refused.
 *
 * <p>What was on its way while the first refusal was, within {@link #ON_THE_WAY}, is not held against anybody. Leaves are kept for the next
 * {@value #SLOTS} slots of {@link #SLOT}: of a later time it is known only that it was then or later. What
 * was not used when nothing was refused for as long lapses.
 */
final class Patience {
    static final Duration ON_THE_WAY = Duration.ofMillis(250);
    private static final Duration SLOT = Duration.ofMillis(250);
    private static final int SLOTS = 64;
    /** Of APIs beyond, the one whose time is soonest over is forgotten. */
    private static final int APIS = 4;

    private final short[] leaves = new short[SLOTS];
    private final long[] apis = new long[APIS];
    /** In milliseconds since the epoch, when the caller was first told to wait, and until when. */
    private final long[] toldAt = new long[APIS];

    private final long[] until = new long[APIS];
    /** The slot up to which leaves were gathered into {@link #usable}. */
    private long slot = Long.MIN_VALUE;

    private int usable;

    /**
     * Takes note of a refusal.
     *
     * @param began when the request that was refused did
     * @param wait that the refusal named
     * @return whether the request came too early
     */
    boolean refused(long api, Instant began, Duration wait) {
        long start = began.toEpochMilli();
        long named = start + wait.toMillis();
        int told = told(api);
        boolean fresh = start > until[told] || start <= toldAt[told] + ON_THE_WAY.toMillis();
        if (start > until[told]) {
            toldAt[told] = start;
        }
        until[told] = Math.max(until[told], named);
        gather(start);
        if (usable > 0) {
            usable--;
        } else if (!fresh) {
            return true;
        }
        long at = Math.clamp(named / SLOT.toMillis(), slot + 1, slot + SLOTS - 1);
        int index = (int) Math.floorMod(at, (long) SLOTS);
        leaves[index] = (short) Math.min(Short.MAX_VALUE, leaves[index] + 1);
        return false;
    }

    /** Where the API is kept, or may be. */
    private int told(long api) {
        int soonest = 0;
        for (int i = 0; i < APIS; i++) {
            if (apis[i] == api) {
                return i;
            }
            if (until[i] < until[soonest]) {
                soonest = i;
            }
        }
        apis[soonest] = api;
        toldAt[soonest] = 0;
        until[soonest] = 0;
        return soonest;
    }

    /** Entries come a little out of order: what begins earlier than another finds the leaves of the later. */
    private void gather(long start) {
        long now = start / SLOT.toMillis();
        if (slot == Long.MIN_VALUE || now - slot >= SLOTS) {
            usable = sum();
            Arrays.fill(leaves, (short) 0);
            slot = now;
            return;
        }
        while (slot < now) {
            slot++;
            int index = (int) Math.floorMod(slot, (long) SLOTS);
            usable += leaves[index];
            leaves[index] = 0;
        }
    }

    private int sum() {
        int sum = 0;
        for (short each : leaves) {
            sum += each;
        }
        return sum;
    }
}
