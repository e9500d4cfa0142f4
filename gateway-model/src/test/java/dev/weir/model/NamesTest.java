package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "7", "eth-rpc", "a--b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void name_isTaken(String name) {
        assertThat(new NodeId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "a/b",
                "a b",
                "a\n",
                "\u00e4",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void otherText_isRefused(String name) {
        assertThatThrownBy(() -> new ApiName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use 1 to 63 of a-z, 0-9 and '-'");
    }

    @Test
    void refusal_saysWhatWasNamed() {
        assertThatThrownBy(() -> new PoolName("Edge")).hasMessageStartingWith("pool 'Edge' is not a name");
    }

    @Test
    void names_sortByText() {
        assertThat(new NodeId("amber")).isLessThan(new NodeId("basalt"));
    }
}
