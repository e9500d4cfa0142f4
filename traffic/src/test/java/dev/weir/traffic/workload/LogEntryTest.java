package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** As stock servers write them: client, method and path are what counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "10.0.0.1 - - [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8.5.0\" \"-\" | 10.0.0.1 | GET | /a",
                "10.0.0.1 - - [20/May/2015:10:05:03 +0000] \"GET /a HTTP/3\" 200 1 \"-\" \"x\" \"10.1.1.1\" 0.005 - | 10.0.0.1 | GET | /a",
                "www.example.com:443 10.0.0.18 - - [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 1 \"-\" \"x\" | 10.0.0.18 | GET | /a",
                "fe80::1%eth0 - - [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 10 \"-\" \"x\" | fe80::1%eth0 | GET | /a",
                "[2001:db8::2] - - [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 10 \"-\" \"x\" | 2001:db8::2 | GET | /a",
                "10.0.0.5 - \"alice bob\" [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 1 \"-\" \"x\" | 10.0.0.5 | GET | /a",
                "10.0.0.5 - alice bob [20/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 1 \"-\" \"x\" | 10.0.0.5 | GET | /a",
                "10.0.0.8 - - [20/May/2015:10:05:03 +0000] \"GET /a\" 200 1 \"-\" \"HTTP/0.9\" | 10.0.0.8 | GET | /a",
                "10.0.0.9 - - [20/May/2015:10:05:03 +0000] \"GET http://example.com/a?b HTTP/1.1\" 200 1 \"-\" \"x\" | 10.0.0.9 | GET | /a?b",
                "10.0.0.13 - - [20/May/2015:10:05:03 +0000] \"OPTIONS * HTTP/1.0\" 200 125 \"-\" \"x\" | 10.0.0.13 | OPTIONS | *",
                "10.0.0.16 - - [20/May/2015:10:05:03 +0000] \"GET /M\\xfcnchen HTTP/1.1\" 404 1 \"-\" \"x\" | 10.0.0.16 | GET | /M%fcnchen"
            })
    void linesOfStockServers_areRead(String line, String client, String method, String path) {
        assertThat(LogEntry.parse(line))
                .contains(new LogEntry(client, Instant.parse("2015-05-20T10:05:03Z"), method, path));
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
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"get / HTTP/1.1\" 200 1 \"-\" \"-\"",
                "192.0.2.7 - - [17/May/2015:12:05:03 +0200] \"-\" 408 - \"-\" \"-\"",
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
