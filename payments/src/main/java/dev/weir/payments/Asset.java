package dev.weir.payments;

import dev.weir.chain.signature.Eip712Domain;
import dev.weir.model.WalletAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A token that is taken as payment.
 *
 * @param network the chain that it is on
 * @param contract the token's contract
 * @param decimals how many digits after the point one token has in base units, 0 to {@value #MOST_DECIMALS}
 * @param symbol what prices name it by, such as {@code USD}
 * @param name the name in the token's EIP-712 domain, which is not always what people call it
 * @param version the version in that domain
 */
public record Asset(
        ChainNetwork network, WalletAddress contract, int decimals, String symbol, String name, String version) {
    static final int MOST_DECIMALS = 36;
    static final Pattern SYMBOL = Pattern.compile("[A-Za-z][A-Za-z0-9.]{0,15}");
    private static final Pattern DOMAIN_TEXT = Pattern.compile("[\\x20-\\x7e]{1,64}");

    public Asset {
        Objects.requireNonNull(network, "network is null");
        Objects.requireNonNull(contract, "contract is null");
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException("decimals are 0 to " + MOST_DECIMALS + ", not " + decimals);
        }
        require(SYMBOL, symbol, "symbol");
        require(DOMAIN_TEXT, name, "name");
        require(DOMAIN_TEXT, version, "version");
    }

    /** Where a signature over a transfer of this token is good. */
    public Eip712Domain domain() {
        return new Eip712Domain(name, version, network.chainId(), contract);
    }

    private static void require(Pattern form, String text, String member) {
        Objects.requireNonNull(text, member + " is null");
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(member + " of an asset is not of the form " + form);
        }
    }
}
