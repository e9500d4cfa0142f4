package dev.weir.node.impair;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code latency=5ms,capacity=32,jitter=0.2,errors=0}: any of the names, in any order; what is not named stays. A latency
 * is a time ({@code us}, {@code ms}, {@code s}) or a factor on the configured one ({@code 10x}; {@code 1x} heals).
 */
public final class ImpairmentText {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(us|ms|s|x)");
    private static final Map<String, Double> NANOS = Map.of("us", 1e3, "ms", 1e6, "s", 1e9);
    private static final int LONGEST = 512;

    private ImpairmentText() {}

    /**
     * @param current what the text changes
     * @param configured what factors refer to
     * @throws IllegalArgumentException with what is wrong, for people
     */
    public static Impairment apply(String text, Impairment current, Impairment configured) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
        var result = current;
        for (String part : text.strip().split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' is not name=value");
            }
            result = with(
                    result,
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip(),
                    configured);
        }
        return result;
    }

    private static Impairment with(Impairment current, String name, String value, Impairment configured) {
        return switch (name) {
            case "latency" -> current.withLatency(latency(value, configured));
            case "jitter" -> current.withJitter(number(name, value));
            case "capacity" -> current.withCapacity(whole(name, value));
            case "queue" -> current.withQueue(whole(name, value));
            case "errors" -> current.withErrors(number(name, value));
            default ->
                throw new IllegalArgumentException("'" + name + "' is not latency, jitter, capacity, queue or errors");
        };
    }

    private static Duration latency(String value, Impairment configured) {
        if (value.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = AMOUNT.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("latency '" + value + "' is not a time like 5ms or a factor like 10x");
        }
        double unit = NANOS.getOrDefault(
                matcher.group(2), (double) configured.latency().toNanos());
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit));
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a number", e);
        }
    }

    private static int whole(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a whole number", e);
        }
    }
}
