package dev.weir.controlplane.config.port;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.config.ConfigVersion;
import org.junit.jupiter.api.Test;

/** What every store of versions does. */
public abstract class VersionStoreContract {
    /** The same store, as another process finds it. */
    protected abstract VersionStore store();

    @Test
    void emptyStore_hasNoVersion_andConfirmedNone() {
        assertThat(store().versions()).isEmpty();
        assertThat(store().confirmed()).isZero();
    }

    @Test
    void versions_areThereInTheirOrder_withTheirText() {
        var first = version(1, "apis: []\n", "the first start");
        var second = version(2, "# \"quoted\" – ünïcode\r\napis: []\n\n", "because: \"so\"");
        store().add(first, "apis: []\n");
        store().add(second, "# \"quoted\" – ünïcode\r\napis: []\n\n");

        assertThat(store().versions()).containsExactly(first, second);
        assertThat(store().text(first)).isEqualTo("apis: []\n");
        assertThat(store().text(second)).isEqualTo("# \"quoted\" – ünïcode\r\napis: []\n\n");
    }

    @Test
    void lastHundred_areKept() {
        for (int i = 1; i <= VersionStore.KEPT + 3; i++) {
            store().add(version(i, "text " + i, "why"), "text " + i);
        }

        assertThat(store().versions()).hasSize(VersionStore.KEPT);
        assertThat(store().versions().getFirst().number()).isEqualTo(4);
        assertThat(store().text(store().versions().getLast())).isEqualTo("text " + (VersionStore.KEPT + 3));
    }

    @Test
    void confirmed_isTheLastThatWas() {
        store().add(version(1, "one", "why"), "one");
        store().confirm(1);

        assertThat(store().confirmed()).isEqualTo(1);
    }

    protected static ConfigVersion version(long number, String text, String reason) {
        return new ConfigVersion(number, START, "operator", reason, ConfigVersion.sha256(text), "", 0);
    }
}
