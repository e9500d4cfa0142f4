package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenAmountTest {
    private static final BigInteger LARGEST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    @ParameterizedTest
    @CsvSource({
        "100, 100000000000000000000",
        "0.5, 500000000000000000",
        "0.000000000000000001, 1",
        "0, 0",
        "1e3, 1000000000000000000000"
    })
    void wholeTokens_areCountedInBaseUnits(String tokens, BigInteger baseUnits) {
        assertThat(TokenAmount.ofTokens(tokens).baseUnits()).isEqualTo(baseUnits);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "0.50, 0.5", "0, 0", "0.000, 0", "1e3, 1000", "0.000000000000000001, 0.000000000000000001"})
    void amount_isWrittenWithoutTrailingZeros(String tokens, String written) {
        assertThat(TokenAmount.ofTokens(tokens).toTokens()).isEqualTo(written);
    }

    @Test
    void anyAmount_survivesWritingAndReading() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] bytes = new byte[1 + random.nextInt(32)];
            random.nextBytes(bytes);
            var amount = new TokenAmount(new BigInteger(1, bytes));

            assertThat(TokenAmount.ofTokens(amount.toTokens()))
                    .as("seed %d", seed)
                    .isEqualTo(amount);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "-1", "0.0000000000000000001", "1e60", "1e999999999", "1e-999999999", "NaN"})
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> TokenAmount.ofTokens(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largestAmount_isWhatAContractCanCount() {
        assertThat(new TokenAmount(LARGEST).baseUnits()).isEqualTo(LARGEST);
        assertThatThrownBy(() -> new TokenAmount(LARGEST.add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void amounts_compareByValue() {
        assertThat(TokenAmount.ofTokens("2").isAtLeast(TokenAmount.ofTokens("2")))
                .isTrue();
        assertThat(TokenAmount.ofTokens("1.9").isAtLeast(TokenAmount.ofTokens("2")))
                .isFalse();
        assertThat(TokenAmount.ofTokens("10")).isGreaterThan(TokenAmount.ofTokens("9"));
    }
}
