package dev.weir.payments;

import java.util.Optional;
import java.util.regex.Pattern;

/** An EVM chain, written in the form of CAIP-2: {@code eip155:<chain id>}. */
public record ChainNetwork(long chainId) {
    private static final Pattern CAIP_2 = Pattern.compile("eip155:([1-9][0-9]{0,17})");

    public ChainNetwork {
        if (chainId <= 0) {
            throw new IllegalArgumentException("chain id " + chainId + " is not positive");
        }
    }

    /** Empty where the text names no EVM chain. */
    public static Optional<ChainNetwork> of(String text) {
        var matcher = CAIP_2.matcher(text);
        return matcher.matches() ? Optional.of(new ChainNetwork(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "eip155:" + chainId;
    }
}
