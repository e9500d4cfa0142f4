package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountIdTest {
    private static final String WALLET = "0xabcdef0123456789abcdef0123456789abcdef01";

    @Test
    void caip10_isReadAndWritten() {
        var account = AccountId.parse("eip155:31337:0xABCDEF0123456789abcdef0123456789abcdef01");

        assertThat(account).isEqualTo(new AccountId(31_337, new WalletAddress(WALLET)));
        assertThat(account).hasToString("eip155:31337:" + WALLET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                WALLET,
                "eip155:" + WALLET,
                "eip155:0:" + WALLET,
                "eip155:01:" + WALLET,
                "eip155:-1:" + WALLET,
                "eip155:9999999999999999999:" + WALLET,
                "solana:1:" + WALLET,
                "EIP155:1:" + WALLET,
                "eip155:1:" + WALLET + "0",
                "eip155:1:" + WALLET + "\n"
            })
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> AccountId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chainThatIsNone_isRefused() {
        assertThatThrownBy(() -> new AccountId(0, new WalletAddress(WALLET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chain id 0 is not positive");
    }
}
