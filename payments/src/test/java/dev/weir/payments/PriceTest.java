package dev.weir.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PriceTest {
    private static final Asset USD =
            new Asset(new ChainNetwork(31_337), new WalletAddress("0x" + "a".repeat(40)), 6, "USD", "Weir Dollar", "1");

    @Test
    void price_becomesBaseUnits_andIsWrittenAsItWas() {
        var amount = Price.parse("0.001 USD").in(USD);

        assertThat(amount.amount().baseUnits()).isEqualTo(BigInteger.valueOf(1000));
        assertThat(amount).hasToString("0.001 USD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "USD", "-1 USD", "0 USD", "0.0 USD", "01 USD", "1. USD", "1e3 USD", "1  USD", "1 USD "})
    void text_thatIsNoPrice_isRefused(String text) {
        assertThatThrownBy(() -> Price.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void price_finerThanTheAsset_isRefusedAndNotRounded() {
        assertThatThrownBy(() -> Price.parse("0.0000001 USD").in(USD)).hasMessageContaining("more decimals than the 6");
    }

    @Test
    void price_inAnotherSymbol_isRefused() {
        assertThatThrownBy(() -> Price.parse("1 EUR").in(USD)).hasMessageContaining("cannot be paid in USD");
    }
}
