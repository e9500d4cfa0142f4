package dev.weir.ratelimit;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The length of a limit's window, in the words of envoyproxy/ratelimit. Windows start at multiples of it since the epoch. */
public enum RateUnit {
    SECOND(Duration.ofSeconds(1)),
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration window;

    RateUnit(Duration window) {
        this.window = window;
    }

    public Duration window() {
        return window;
    }

    /** The unit of that name in any case; empty where there is none. */
    public static Optional<RateUnit> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "second" -> Optional.of(SECOND);
            case "minute" -> Optional.of(MINUTE);
            case "hour" -> Optional.of(HOUR);
            case "day" -> Optional.of(DAY);
            default -> Optional.empty();
        };
    }
}
