package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Instance;
import java.time.Duration;
import java.time.Instant;

/** What {@code ./weir status} says of the edge's certificates, a line each; nothing where the control plane does not answer. */
final class CertificateLines {
    private CertificateLines() {}

    static String of(Instance instance) {
        try {
            return text(new Api().get(instance.dashboard("/api/v1/certificates")), Instant.now());
        } catch (CommandFailed gone) {
            return "";
        }
    }

    static String text(JsonNode certificates, Instant now) {
        var lines = new StringBuilder();
        for (var certificate : certificates) {
            lines.append(" certificate for ")
                    .append(certificate.at("/hosts/0").asText())
                    .append(": ");
            var ends = certificate.path("ends");
            lines.append(ends.isTextual() ? left(Instant.parse(ends.asText()), now) : "none, no TLS for it");
            var fault = certificate.path("fault").asText();
            lines.append(fault.isEmpty() ? "" : "; not taken: " + fault).append('\n');
        }
        return lines.toString();
    }

    private static String left(Instant end, Instant now) {
        long days = Duration.between(now, end).toDays();
        return now.isAfter(end) ? "ENDED at " + end : days + " days left, until " + end;
    }
}
