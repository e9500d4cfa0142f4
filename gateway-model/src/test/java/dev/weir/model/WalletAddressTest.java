package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WalletAddressTest {
    @Test
    void sameAccountInAnotherCase_isTheSameValue() {
        assertThat(new WalletAddress("0xAbCdEf0123456789aBcDeF0123456789abcdef01"))
                .isEqualTo(new WalletAddress("0xabcdef0123456789abcdef0123456789abcdef01"))
                .hasToString("0xabcdef0123456789abcdef0123456789abcdef01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "abcdef0123456789abcdef0123456789abcdef01",
                "0xabcdef0123456789abcdef0123456789abcdef0",
                "0xabcdef0123456789abcdef0123456789abcdef012",
                "0xabcdef0123456789abcdef0123456789abcdef0g",
                " 0xabcdef0123456789abcdef0123456789abcdef01",
                "0xabcdef0123456789abcdef0123456789abcdef01\n",
                "0x\u0661bcdef0123456789abcdef0123456789abcdef01"
            })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> new WalletAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0x and 40 hex digits");
    }
}
