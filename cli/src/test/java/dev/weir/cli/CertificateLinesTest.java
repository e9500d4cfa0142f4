package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CertificateLinesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void certificate_saysHowLongItLasts_andWhyAnotherWasNotTaken() throws JsonProcessingException {
        var told = new ObjectMapper().readTree("""
                [{"hosts": ["a.example"], "ends": "2026-05-31T12:00:00Z", "fault": ""},
                 {"hosts": ["b.example"], "ends": "2026-04-30T12:00:00Z", "fault": "b.key does not exist"},
                 {"hosts": ["c.example"], "ends": null, "fault": "c.pem does not exist"}]
                """);

        assertThat(CertificateLines.text(told, NOW)).isEqualTo("""
                 certificate for a.example: 30 days left, until 2026-05-31T12:00:00Z
                 certificate for b.example: ENDED at 2026-04-30T12:00:00Z; not taken: b.key does not exist
                 certificate for c.example: none, no TLS for it; not taken: c.pem does not exist
                """);
    }
}
