package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.WalletAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Eip55Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77"
            })
    void address_ofTheStandard_isChecksummedAsThere(String address) {
        assertThat(Eip55.checksummed(new WalletAddress(address))).isEqualTo(address);
        assertThat(Eip55.isChecksummed(address)).isTrue();
    }

    @Test
    void address_withOneLetterInTheWrongCase_isNot() {
        assertThat(Eip55.isChecksummed("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .isFalse();
        assertThat(Eip55.isChecksummed("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
                .isFalse();
    }

    @Test
    void text_thatIsNoAddress_isNot() {
        assertThat(Eip55.isChecksummed("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"))
                .isFalse();
        assertThat(Eip55.isChecksummed("")).isFalse();
    }
}
