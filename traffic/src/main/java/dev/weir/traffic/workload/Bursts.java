package dev.weir.traffic.workload;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Times of more traffic: at the end of every {@code every}, for {@code length}, {@code factor} times the rate.
 *
 * @param length at most {@code every}
 * @param factor 1 to 1,000
 */
public record Bursts(Duration every, Duration length, double factor) {
    public static final Bursts NONE = new Bursts(Duration.ofHours(1), Duration.ZERO, 1);

    private static final Pattern TEXT =
            Pattern.compile("every=([0-9]{1,6})(ms|s),length=([0-9]{1,6})(ms|s),factor=([0-9]{1,4}(?:\\.[0-9]{1,3})?)");

    public Bursts {
        Objects.requireNonNull(every, "every is null");
        Objects.requireNonNull(length, "length is null");
        if (!every.isPositive() || length.isNegative() || length.compareTo(every) > 0) {
            throw new IllegalArgumentException("a burst is at most as long as the time between bursts");
        }
        if (!(factor >= 1 && factor <= 1_000)) {
            throw new IllegalArgumentException("a burst's factor is in 1..1000");
        }
    }

    /** Parses {@code every=10s,length=1s,factor=5}. */
    public static Bursts parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not like every=10s,length=1s,factor=5");
        }
        return new Bursts(
                time(matcher.group(1), matcher.group(2)),
                time(matcher.group(3), matcher.group(4)),
                Double.parseDouble(matcher.group(5)));
    }

    private static Duration time(String amount, String unit) {
        long number = Long.parseLong(amount);
        return unit.equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    /** How many times the rate holds at a time since the start. */
    double factorAt(long nanos) {
        return nanos % every.toNanos() >= every.toNanos() - length.toNanos() ? factor : 1;
    }
}
