package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogEntryTest {
    private static final String GOOD =
            "192.0.2.7 - frank [17/May/2015:12:05:03 +0200] \"GET /a/b.png?c=d HTTP/1.1\" 200 2326 \"-\" \"Mozilla/5.0\"";

    @Test
    void combinedLine_isRead() {
        assertThat(LogEntry.parse(GOOD))
                .contains(new LogEntry("192.0.2.7", Instant.parse("2015-05-17T10:05:03Z"), "GET", "/a/b.png?c=d"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::1 - - [17/May/2015:12:05:03 +0200] \"GET / HTTP/1.0\" 304 - \"-\" \"-\"",
                "host.example - - [17/May/2015:12:05:03 +0200] \"HEAD / HTTP/2.0\" 200 0 \"http://a/\" \"\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 200 1 \"a \\\"b\\\" c\" \"d\\\\\""
            })
    void oddButLegalLine_isRead(String line) {
        assertThat(LogEntry.parse(line)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 200 1",
                "192.0.2.7 - - [32/May/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/Mai/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:25:05:03 +0200] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET http://a/ HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"get / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET / b HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 99 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"GET / HTTP/1.1\" 200 1 \"-\" \"open",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"\\x16\\x03\" 400 226 \"-\" \"-\""
            })
    void otherLine_isNone(String line) {
        assertThat(LogEntry.parse(line)).isEmpty();
    }

    @Test
    void longLine_isNone() {
        assertThat(LogEntry.parse(GOOD.replace("Mozilla", "M".repeat(8_192)))).isEmpty();
    }
}
