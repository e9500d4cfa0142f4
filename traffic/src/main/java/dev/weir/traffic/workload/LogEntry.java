package dev.weir.traffic.workload;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of an access log in the combined format of Apache's {@code mod_log_config}.
 *
 * @param client as the log names it
 * @param at whole seconds
 */
record LogEntry(String client, Instant at, String method, String path) {
    static final int LONGEST_LINE = 8_192;

    /** Possessive throughout, so that no line makes the matcher try again. */
    private static final Pattern COMBINED = Pattern.compile("([0-9A-Za-z.:_-]{1,255}+) \\S{1,255}+ \\S{1,255}+ "
            + "\\[([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4})] "
            + "\"([A-Z]{1,16}+) (/[!#-~]{0,4095}+) HTTP/[0-9.]{1,3}+\" [1-5][0-9]{2} (?:[0-9]{1,18}+|-) "
            + "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\" \"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    LogEntry {
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
    }

    /** Empty for a line that is not in the format. */
    static Optional<LogEntry> parse(String line) {
        var matcher = COMBINED.matcher(line);
        if (line.length() > LONGEST_LINE || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            var at = OffsetDateTime.parse(matcher.group(2), TIME).toInstant();
            return Optional.of(new LogEntry(matcher.group(1), at, matcher.group(3), matcher.group(4)));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
