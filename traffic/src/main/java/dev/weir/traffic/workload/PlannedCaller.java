package dev.weir.traffic.workload;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Somebody who calls.
 *
 * @param index from 0, unique in the party; callers of a replayed log share indexes, and so tokens
 * @param source the address that the caller's connections come from, in 127.0.0.0/8
 */
public record PlannedCaller(Party party, int index, InetAddress source) {
    private static final int LOGGED_ADDRESSES = (1 << 23) - 1;

    public PlannedCaller {
        Objects.requireNonNull(party, "party is null");
        Objects.requireNonNull(source, "source is null");
        if (index < 0 || index > 0xffff) {
            throw new IllegalArgumentException("index " + index + " is not in 0..65535");
        }
    }

    /** A planned caller: honest ones in 127.1.0.0/16, each kind of attacker in a network of its own from 127.64.0.0/16 on. */
    public static PlannedCaller of(Party party, int index) {
        int network = party == Party.HONEST ? 1 : 63 + party.ordinal();
        int host = index + 1;
        return new PlannedCaller(party, index, loopback(network, host >> 8, host));
    }

    /**
     * A client of a log: the same address in the log has the same source in 127.128.0.0/9, in every run.
     *
     * @param tokens how many callers' tokens are shared out
     */
    public static PlannedCaller logged(String client, int tokens) {
        // FNV-1a, spread by a multiplication: String.hashCode puts neighbours in a row.
        int hash = 0x811c9dc5;
        for (int i = 0; i < client.length(); i++) {
            hash = (hash ^ client.charAt(i)) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
        int host = Math.floorMod(hash ^ (hash >>> 13), LOGGED_ADDRESSES);
        return new PlannedCaller(
                Party.HONEST, Math.floorMod(hash, tokens), loopback(128 | (host >> 16), host >> 8, host));
    }

    private static InetAddress loopback(int second, int third, int fourth) {
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) third, (byte) fourth});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
