package dev.weir.node.load;

import dev.weir.model.LoadReport;

/** Measures what a node reports of itself: means over about the last second. Any thread; times are those of one clock, in nanoseconds. */
public final class LoadMeter {
    private static final double SECOND = 1e9;

    /** To those who read ORCA, 0 is a node that does not say. */
    private static final double LEAST = 0.001;

    private final int limit;
    private double utilisation;
    private double perSecond;
    private double failedPerSecond;
    private int inService;
    private long seenAt;

    /** @param limit how many calls the node serves at once */
    public LoadMeter(int limit, long now) {
        this.limit = limit;
        this.seenAt = now;
    }

    /** A call's service begins. */
    public synchronized void begins(long now) {
        pass(now);
        inService++;
    }

    /** A call that began has been served. */
    public synchronized void ends(long now) {
        pass(now);
        inService--;
    }

    /** A call is answered, served or not. */
    public synchronized void answered(long now) {
        pass(now);
        perSecond++;
    }

    /** A call is answered with an error. */
    public synchronized void failed(long now) {
        answered(now);
        failedPerSecond++;
    }

    public synchronized LoadReport report(long now) {
        pass(now);
        return new LoadReport(Math.max(LEAST, utilisation), perSecond, failedPerSecond);
    }

    private void pass(long now) {
        double kept = Math.exp(-Math.max(0, now - seenAt) / SECOND);
        double current = (double) inService / limit;
        utilisation = current + (utilisation - current) * kept;
        perSecond *= kept;
        failedPerSecond *= kept;
        seenAt = Math.max(seenAt, now);
    }
}
