package dev.weir.payments;

import dev.weir.model.TokenAmount;
import java.math.BigDecimal;
import java.util.Objects;

/** An amount of one asset, in the asset's base units. */
public record AssetAmount(Asset asset, TokenAmount amount) {
    public AssetAmount {
        Objects.requireNonNull(asset, "asset is null");
        Objects.requireNonNull(amount, "amount is null");
    }

    /** As people write it, {@code 0.001 USD}. */
    @Override
    public String toString() {
        var whole = new BigDecimal(amount.baseUnits(), asset.decimals()).stripTrailingZeros();
        return (whole.signum() == 0 ? "0" : whole.toPlainString()) + " " + asset.symbol();
    }
}
