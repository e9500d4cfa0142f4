package dev.weir.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An account on a chain in the form of CAIP-10, {@code eip155:<chain id>:<address>}. Only the {@code eip155} namespace is
 * known today.
 */
public record AccountId(long chainId, WalletAddress wallet) {
    private static final Pattern CAIP_10 = Pattern.compile("eip155:([1-9][0-9]{0,18}):(0x[0-9a-fA-F]{40})");

    public AccountId {
        Objects.requireNonNull(wallet, "wallet is null");
        if (chainId <= 0) {
            throw new IllegalArgumentException("chain id " + chainId + " is not positive");
        }
    }

    /** @throws IllegalArgumentException where the text is not an eip155 account */
    public static AccountId parse(String text) {
        var matcher = CAIP_10.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("account is not of the form eip155:<chain id>:0x<40 hex digits>");
        }
        return new AccountId(Long.parseLong(matcher.group(1)), new WalletAddress(matcher.group(2)));
    }

    @Override
    public String toString() {
        return "eip155:" + chainId + ":" + wallet;
    }
}
