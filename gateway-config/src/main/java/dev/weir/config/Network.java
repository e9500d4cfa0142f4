package dev.weir.config;

import java.net.InetAddress;

/**
 * The addresses that begin alike, as {@code 10.0.0.0/8}.
 *
 * @param address an IPv4 or IPv6 address, never a name
 * @param bits how many bits of it are fixed
 */
public record Network(String address, int bits) {
    public Network {
        int most = InetAddress.ofLiteral(address).getAddress().length * 8;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("bits " + bits + " are not in 0.." + most);
        }
    }

    static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new Network(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no network: write an address and how many bits of it are fixed, such as 10.0.0.0/8, 192.0.2.7/32 or fd00::/8",
                    e);
        }
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
