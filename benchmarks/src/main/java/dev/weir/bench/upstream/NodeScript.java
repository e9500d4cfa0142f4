package dev.weir.bench.upstream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one node does over one block: how fast it works, and when it is gone. Times are nanoseconds since the block's start.
 *
 * @param liar the part of its calls that a liar serves; empty where it is honest
 */
public record NodeScript(Steps speed, List<Outage> outages, OptionalDouble liar) {
    /** Gone for a while. A silent node swallows calls; others refuse them. */
    public record Outage(long from, long until, boolean silent) {
        public Outage {
            if (from < 0 || until <= from) {
                throw new IllegalArgumentException("an outage does not end before it begins");
            }
        }
    }

    public NodeScript {
        Objects.requireNonNull(speed, "speed is null");
        outages = merged(outages);
    }

    /** When work that was begun at {@code start} is done. @param workNanos time that it takes at speed 1 */
    public long endOf(long start, double workNanos) {
        return speed.reaches(start, workNanos);
    }

    public boolean isUp(long at) {
        return outages.stream().noneMatch(outage -> outage.from() <= at && at < outage.until());
    }

    /** Work that one core can do in the meantime, in nanoseconds at speed 1; of a liar only what it serves. */
    public double capacity(long from, long until) {
        double lost = outages.stream()
                .filter(outage -> outage.from() < until && outage.until() > from)
                .mapToDouble(outage -> speed.area(Math.max(from, outage.from()), Math.min(until, outage.until())))
                .sum();
        return liar.orElse(1) * (speed.area(from, until) - lost);
    }

    private static List<Outage> merged(List<Outage> outages) {
        var sorted =
                outages.stream().sorted(Comparator.comparingLong(Outage::from)).toList();
        var merged = new ArrayList<Outage>();
        for (var next : sorted) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || next.from() > last.until()) {
                merged.add(next);
            } else {
                merged.removeLast();
                merged.add(
                        new Outage(last.from(), Math.max(last.until(), next.until()), last.silent() && next.silent()));
            }
        }
        return List.copyOf(merged);
    }
}
