package dev.weir.traffic;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads times as people write them on a command line. */
final class Durations {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);

    private Durations() {}

    /** Parses {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}; more than 0, at most a day. */
    static Duration parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time like 500ms, 30s or 5m");
        }
        long amount = Long.parseLong(matcher.group(1));
        var time = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not in 1ms..24h");
        }
        return time;
    }
}
