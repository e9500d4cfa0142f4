package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import org.junit.jupiter.api.Test;

final class RecentEntriesTest {
    private final RecentEntries recent = new RecentEntries();

    @Test
    void sameEntry_isNewOnce() {
        assertThat(recent.add(entry(1))).isTrue();
        assertThat(recent.add(entry(2))).isTrue();
        assertThat(recent.add(entry(1))).isFalse();
    }

    @Test
    void entriesThatDifferInWhatWasAnswered_areTwo() {
        var other = entry(1).toBuilder();
        other.getResponseBuilder().putResponseHeaders("a", "b");

        assertThat(recent.add(entry(1))).isTrue();
        assertThat(recent.add(other.build())).isTrue();
    }

    @Test
    void entriesBeyondTheRoom_areForgotten_oldestFirst() {
        for (int i = 0; i <= RecentEntries.ROOM; i++) {
            recent.add(entry(i));
        }

        assertThat(recent.add(entry(RecentEntries.ROOM))).isFalse();
        assertThat(recent.add(entry(1))).isFalse();
        assertThat(recent.add(entry(0))).isTrue();
    }

    private static HTTPAccessLogEntry entry(int nanos) {
        var entry = HTTPAccessLogEntry.newBuilder();
        entry.getCommonPropertiesBuilder().getStartTimeBuilder().setNanos(nanos);
        return entry.build();
    }
}
