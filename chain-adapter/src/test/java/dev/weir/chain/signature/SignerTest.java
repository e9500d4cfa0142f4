package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.WalletAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignerTest {
    private static final String ONE = "0".repeat(63) + "1";

    @Test
    void key_withOrWithoutPrefix_controlsItsWallet() {
        var wallet = new WalletAddress("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");

        assertThat(Signer.of(ONE).wallet()).isEqualTo(wallet);
        assertThat(Signer.of("0x" + ONE).wallet()).isEqualTo(wallet);
    }

    @Test
    void text_ofASigner_showsTheWalletAndNotTheKey() {
        var key = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

        assertThat(Signer.of(key).toString())
                .isEqualTo("Signer[0x2c7536e3605d9c16a7a3d7b1898e529396a65c23]")
                .doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "secret-secret",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
            })
    void text_thatIsNoKey_isRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> Signer.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a private key")
                .message()
                .doesNotContain("secret-secret", "fffff", "00000");
    }
}
