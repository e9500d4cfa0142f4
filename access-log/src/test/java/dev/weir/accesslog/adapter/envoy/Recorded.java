package dev.weir.accesslog.adapter.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage.HTTPAccessLogEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What a stock Envoy 1.40 logged, by the way that a call ended; {@code EndingsTest} records it. */
final class Recorded {
    private static final String REQUEST = ".request.txtpb";

    private Recorded() {}

    static HTTPAccessLogEntry request(String way) {
        return read(way + REQUEST).getLogEntry(0);
    }

    /** In the order of their ends. */
    static List<HTTPAccessLogEntry> attempts(String way) {
        return read(way + ".attempts.txtpb").getLogEntryList();
    }

    static List<String> ways() {
        try (var files = Files.list(Path.of(
                Objects.requireNonNull(Recorded.class.getResource("recorded")).toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(REQUEST))
                    .map(name -> name.substring(0, name.length() - REQUEST.length()))
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static HTTPAccessLogEntries read(String name) {
        try (var file = Objects.requireNonNull(Recorded.class.getResourceAsStream("recorded/" + name), name)) {
            return TextFormat.parse(new String(file.readAllBytes(), UTF_8), HTTPAccessLogEntries.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
