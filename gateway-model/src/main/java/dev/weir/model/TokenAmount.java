package dev.weir.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A quantity of an ERC-20 token in base units, the integers that the contract counts in.
 *
 * <p>People write whole tokens ({@code 100 WEIR}); {@link #ofTokens} and {@link #toTokens} convert with the token's decimals.
 */
public record TokenAmount(BigInteger baseUnits) implements Comparable<TokenAmount> {
    /** The decimals of the devnet's token, and of nearly every ERC-20. */
    public static final int DECIMALS = 18;

    /** Digits before the point of the largest amount that a contract can count. */
    private static final int LONGEST = 60;

    public static final TokenAmount ZERO = new TokenAmount(BigInteger.ZERO);

    public TokenAmount {
        Objects.requireNonNull(baseUnits, "baseUnits is null");
        if (baseUnits.signum() < 0 || baseUnits.bitLength() > 256) {
            throw new IllegalArgumentException("amount " + baseUnits + " is not in 0..2^256-1");
        }
    }

    /** Whole tokens with at most {@value #DECIMALS} decimals, such as {@code 100} or {@code 0.5}. */
    public static TokenAmount ofTokens(String decimal) {
        try {
            var tokens = new BigDecimal(decimal);
            // An exponent such as 1e999999999 would be written out before it is found too large.
            if (tokens.signum() != 0 && (long) tokens.precision() - tokens.scale() > LONGEST) {
                throw new ArithmeticException("too large");
            }
            return new TokenAmount(tokens.movePointRight(DECIMALS).toBigIntegerExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + decimal + "' is not an amount: expected a number with at most " + DECIMALS + " decimals", e);
        }
    }

    /** The amount in whole tokens, without trailing zeros. */
    public String toTokens() {
        var tokens = new BigDecimal(baseUnits, DECIMALS).stripTrailingZeros();
        return tokens.signum() == 0 ? "0" : tokens.toPlainString();
    }

    public boolean isAtLeast(TokenAmount other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(TokenAmount other) {
        return baseUnits.compareTo(other.baseUnits);
    }
}
