package dev.weir.payments;

import dev.weir.model.TokenAmount;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/** What something costs as people write it, {@code 0.001 USD}: more than nothing, in whole and parts of what a symbol names. */
public record Price(BigDecimal number, String symbol) {
    private static final Pattern FORM =
            Pattern.compile("((?:0|[1-9][0-9]{0,39})(?:\\.[0-9]{1,36})?) (" + Asset.SYMBOL.pattern() + ")");

    public Price {
        Objects.requireNonNull(number, "number is null");
        Objects.requireNonNull(symbol, "symbol is null");
        if (number.signum() <= 0) {
            throw new IllegalArgumentException("a price is more than 0; what is free has none");
        }
    }

    /** @throws IllegalArgumentException if the text is no price; the message says what one looks like */
    public static Price parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a price: expected a number and a symbol, such as 0.001 USD");
        }
        return new Price(new BigDecimal(matcher.group(1)), matcher.group(2));
    }

    /**
     * The same in base units, exactly: nothing is rounded.
     *
     * @throws IllegalArgumentException if the asset has another symbol, fewer decimals, or cannot count that far
     */
    public AssetAmount in(Asset asset) {
        if (!asset.symbol().equals(symbol)) {
            throw new IllegalArgumentException("a price in " + symbol + " cannot be paid in " + asset.symbol());
        }
        try {
            var baseUnits = number.movePointRight(asset.decimals()).toBigIntegerExact();
            return new AssetAmount(asset, new TokenAmount(baseUnits));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a price of " + number.toPlainString() + " " + symbol + " has more decimals than the "
                            + asset.decimals() + " of " + asset.symbol(),
                    e);
        }
    }
}
