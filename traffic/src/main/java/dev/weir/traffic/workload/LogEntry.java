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
 * A line of an access log in the combined format of Apache's {@code mod_log_config} and nginx, with a virtual host before it and further fields behind it
 * or not.
 *
 * @param client as the log names it, without brackets
 * @param at whole seconds
 * @param path what was asked for, of a whole URL its path; bytes that the log escapes are percent-encoded
 */
record LogEntry(String client, Instant at, String method, String path) {
    static final int LONGEST_LINE = 8_192;

    /** Possessive almost throughout, so that no line makes the matcher try long. Before HTTP/1.0 a request had no version. */
    private static final Pattern COMBINED = Pattern.compile("(?:[0-9A-Za-z._-]{1,255}+:[0-9]{1,5}+ )?"
            + "\\[?([0-9A-Za-z.:_%-]{1,255}+)]? \\S{1,255}+ [^\\[]{1,255}+"
            + "\\[([0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4})] "
            + "\"([A-Z]{1,16}+) (?:https?://[^/ \"]{1,255}+)?(/[!#-~]{0,4095}+|\\*)(?: HTTP/[0-9.]{1,3}+)?\" [1-5][0-9]{2} (?:[0-9]{1,18}+|-) "
            + "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\" \"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"(?: .*+)?");

    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9A-Fa-f]{2})");

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
            var path = ESCAPED.matcher(matcher.group(4)).replaceAll("%$1");
            return Optional.of(new LogEntry(matcher.group(1), at, matcher.group(3), path));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
