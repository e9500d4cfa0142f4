package dev.weir.controlplane.access;

import java.util.regex.Pattern;

/** A caller that can be told from others and not named: of a wallet the first six and the last four digits, of an address the network. */
public record MaskedCaller(String text) {
    private static final Pattern WALLET = Pattern.compile("(eip155:\\d+:0x[0-9a-fA-F]{6})[0-9a-fA-F]*([0-9a-fA-F]{4})");
    private static final Pattern IPV4 = Pattern.compile("(ip:\\d+\\.\\d+\\.\\d+)\\.\\d+");
    private static final Pattern IPV6 = Pattern.compile("(ip:[0-9a-fA-F]*:[0-9a-fA-F]*):.*");

    /** @param key under which it counts, as the judge writes it */
    static MaskedCaller of(String key) {
        var wallet = WALLET.matcher(key);
        if (wallet.matches()) {
            return new MaskedCaller(wallet.group(1) + "…" + wallet.group(2));
        }
        var ipv4 = IPV4.matcher(key);
        if (ipv4.matches()) {
            return new MaskedCaller(ipv4.group(1) + ".…");
        }
        var ipv6 = IPV6.matcher(key);
        return new MaskedCaller(ipv6.matches() ? ipv6.group(1) + ":…" : "…");
    }

    @Override
    public String toString() {
        return text;
    }
}
