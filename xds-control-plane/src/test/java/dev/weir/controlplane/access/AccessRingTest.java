package dev.weir.controlplane.access;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class AccessRingTest {
    private final AccessRing ring = new AccessRing();

    @Test
    void recent_isNewestFirst() {
        ring.add(request("/a", "allow", 200));
        ring.add(request("/b", "allow", 200));

        assertThat(ring.recent()).extracting(RequestSeen::path).containsExactly("/b", "/a");
    }

    @Test
    void recent_keeps200_andCountsGoOn() {
        for (int i = 1; i <= 201; i++) {
            ring.add(request("/" + i, "allow", 200));
        }

        assertThat(ring.recent()).hasSize(200);
        assertThat(ring.recent().getLast().path()).isEqualTo("/2");
        assertThat(ring.byDecision()).containsEntry("allow", 201L);
    }

    @Test
    void counts_areByDecisionAndStatus() {
        ring.add(request("/a", "allow", 200));
        ring.add(request("/b", "stake_too_low", 403));
        ring.add(request("/c", "", 404));

        assertThat(ring.byDecision())
                .containsOnly(Map.entry("allow", 1L), Map.entry("stake_too_low", 1L), Map.entry("unjudged", 1L));
        assertThat(ring.byStatus()).containsOnlyKeys(200, 403, 404);
    }

    @Test
    void counts_areBounded_andKnownOnesGoOn() {
        for (int i = 0; i < 1_000; i++) {
            ring.add(request("/", "code_" + i, i));
        }
        ring.add(request("/", "code_0", 0));

        assertThat(ring.byDecision()).hasSize(64).containsEntry("code_0", 2L);
        assertThat(ring.byStatus()).hasSize(600).containsEntry(0, 2L);
    }

    private static RequestSeen request(String path, String decision, int status) {
        return new RequestSeen(START, "quotes", "ip:127.0.0.1", "GET", path, status, decision, "open", 0, "");
    }
}
