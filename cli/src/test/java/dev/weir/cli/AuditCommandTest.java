package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

final class AuditCommandTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void entries_areATable_withDigestsCutShort() throws JsonProcessingException {
        var audit = JsonMapper.builder().build().readTree("""
                {"trouble": null, "entries": [
                 {"at": "2026-01-01T00:00:00Z", "by": "weir", "what": "stage", "subject": "model %s", "why": "canary 1 %%", "numbers": {}},
                 {"at": "2026-01-01T00:01:00Z", "by": "weir", "what": "stage", "subject": "policy network %s", "why": "shadow", "numbers": {}},
                 {"at": "2026-01-01T00:05:00Z", "by": "operator", "what": "pin", "subject": "quotes/amber at 5.0%%", "why": "repair", "numbers": {}}]}""".formatted(DIGEST, DIGEST));

        assertThat(AuditCommand.table(audit)).isEqualTo("""
                 TIME                  BY        WHAT   SUBJECT                      WHY
                 2026-01-01T00:00:00Z  weir      stage  model 0123456789ab           canary 1 %
                 2026-01-01T00:01:00Z  weir      stage  policy network 0123456789ab  shadow
                 2026-01-01T00:05:00Z  operator  pin    quotes/amber at 5.0%         repair
                """);
    }
}
