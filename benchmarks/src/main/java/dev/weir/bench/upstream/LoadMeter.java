package dev.weir.bench.upstream;

/** What a node reports of itself to load balancers (ORCA): means over about the last second. One thread. */
public final class LoadMeter {
    private static final double SECOND = 1e9;

    private final int limit;
    private double utilisation;
    private double perSecond;
    private int inService;
    private long seenAt;

    public LoadMeter(int limit, long now) {
        this.limit = limit;
        this.seenAt = now;
    }

    /** So many calls are in service from now on. */
    public void serves(int calls, long now) {
        pass(now);
        inService = calls;
    }

    public void answered(long now) {
        pass(now);
        perSecond++;
    }

    /** In the text form of the response header {@code endpoint-load-metrics}. */
    public String report(long now) {
        pass(now);
        return text(Math.max(0.001, utilisation), perSecond);
    }

    /** What a liar says: idle, and fast. */
    public static String lie() {
        return text(0.01, 1_000);
    }

    private static String text(double utilisation, double perSecond) {
        return "TEXT application_utilization=" + thousandths(utilisation) + ",rps_fractional=" + thousandths(perSecond);
    }

    private static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private void pass(long now) {
        double kept = Math.exp(-Math.max(0, now - seenAt) / SECOND);
        double current = (double) inService / limit;
        utilisation = current + (utilisation - current) * kept;
        perSecond *= kept;
        seenAt = Math.max(seenAt, now);
    }
}
