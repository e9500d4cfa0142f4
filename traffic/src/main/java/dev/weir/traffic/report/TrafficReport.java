package dev.weir.traffic.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.workload.Party;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of a run.
 *
 * @param parties the honest, and the attackers that there were
 * @param nodes honest calls answered 200 by the node that the answer names; {@code unknown} where it names none
 * @param badLines lines of the log that could not be read
 * @param skippedLines lines of the log with methods that are not replayed
 */
public record TrafficReport(
        Duration elapsed, Map<Party, PartyReport> parties, Map<String, Long> nodes, long badLines, long skippedLines) {
    public TrafficReport {
        Objects.requireNonNull(elapsed, "elapsed is null");
        parties = Collections.unmodifiableMap(new EnumMap<>(parties));
        nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    }

    /** Faults of the gateway towards honest callers. */
    public long honestFaults() {
        var honest = parties.get(Party.HONEST);
        return honest == null ? 0 : honest.faults();
    }

    /** The report as one JSON object. */
    public String toJson() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("elapsedSeconds", elapsed.toMillis() / 1e3);
            json.writeNumberField("badLines", badLines);
            json.writeNumberField("skippedLines", skippedLines);
            json.writeObjectFieldStart("parties");
            for (var party : parties.entrySet()) {
                write(json, party.getKey(), party.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("nodes");
            for (var node : nodes.entrySet()) {
                json.writeNumberField(node.getKey(), node.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Party party, PartyReport report) throws IOException {
        json.writeObjectFieldStart(party.word());
        json.writeNumberField("calls", report.calls());
        json.writeNumberField("ratePerSecond", report.rate());
        json.writeNumberField("p50Millis", report.p50Millis());
        json.writeNumberField("p99Millis", report.p99Millis());
        json.writeNumberField("p999Millis", report.p999Millis());
        json.writeObjectFieldStart("statuses");
        for (var status : report.statuses().entrySet()) {
            json.writeNumberField(String.valueOf(status.getKey()), status.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("failures");
        for (var failure : report.failures().entrySet()) {
            json.writeNumberField(word(failure.getKey()), failure.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    static String word(Failure failure) {
        return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
