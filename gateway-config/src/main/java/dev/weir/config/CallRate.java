package dev.weir.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * So many calls a unit, written {@code 20/second}.
 *
 * @param calls 1 to 1,000,000
 */
public record CallRate(long calls, Unit unit) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,7})/([a-z]{1,10})");
    private static final int MOST = 1_000_000;

    /** As the rate limit protocol has them. */
    public enum Unit {
        SECOND(Duration.ofSeconds(1)),
        MINUTE(Duration.ofMinutes(1)),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }

        public Duration length() {
            return length;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CallRate {
        Objects.requireNonNull(unit, "unit is null");
        if (calls < 1 || calls > MOST) {
            throw new IllegalArgumentException("a rate of " + calls + " is not in 1.." + MOST);
        }
    }

    static CallRate parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw refused(text);
        }
        var unit = Arrays.stream(Unit.values())
                .filter(each -> each.word().equals(written.group(2)))
                .findFirst()
                .orElseThrow(() -> refused(text));
        return new CallRate(Long.parseLong(written.group(1)), unit);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text + "' is no rate: write 20/second; units are "
                + Arrays.stream(Unit.values()).map(Unit::word).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return calls + "/" + unit.word();
    }
}
