package dev.weir.bench.upstream;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A function of time that changes in steps. Times are nanoseconds from 0 on; the last value stands for ever. */
final class Steps {
    private final long[] from;
    private final double[] value;

    /** @param steps the value from each time on; one of them from 0 on */
    Steps(NavigableMap<Long, Double> steps) {
        if (steps.isEmpty() || steps.firstKey() != 0) {
            throw new IllegalArgumentException("the first step does not begin at 0");
        }
        this.from = steps.keySet().stream().mapToLong(Long::longValue).toArray();
        this.value = steps.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    static Steps constant(double value) {
        return new Steps(new TreeMap<>(Map.of(0L, value)));
    }

    /** {@code inside} between the two times, and 1 elsewhere. */
    static Steps between(long begin, long end, double inside) {
        var steps = new TreeMap<Long, Double>();
        steps.put(0L, 1.0);
        steps.put(begin, inside);
        steps.put(end, 1.0);
        return new Steps(steps);
    }

    Steps times(Steps other) {
        var times = new TreeSet<Long>();
        Arrays.stream(from).forEach(times::add);
        Arrays.stream(other.from).forEach(times::add);
        var steps = new TreeMap<Long, Double>();
        times.forEach(time -> steps.put(time, at(time) * other.at(time)));
        return new Steps(steps);
    }

    double at(long time) {
        return value[index(time)];
    }

    /** The area under it, in value times nanoseconds. */
    double area(long begin, long end) {
        double area = 0;
        long at = begin;
        for (int i = index(begin); at < end; i++) {
            long next = i + 1 < from.length ? Math.min(end, from[i + 1]) : end;
            area += value[i] * (next - at);
            at = next;
        }
        return area;
    }

    /** When the area since {@code begin} is reached. Every value must be above 0. */
    long reaches(long begin, double area) {
        double left = area;
        long at = begin;
        int i = index(begin);
        while (i + 1 < from.length && value[i] * (from[i + 1] - at) < left) {
            left -= value[i] * (from[i + 1] - at);
            at = from[i + 1];
            i++;
        }
        return at + Math.round(left / value[i]);
    }

    private int index(long time) {
        int found = Arrays.binarySearch(from, Math.max(0, time));
        return found >= 0 ? found : -found - 2;
    }
}
