package dev.weir.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/** Who makes a request: a wallet once it has signed in, or else the network address it comes from. */
public sealed interface Caller {
    /** The key under which rate, anomaly and telemetry count this caller. */
    String key();

    /** A wallet with a valid session. */
    record Wallet(AccountId account) implements Caller {
        public Wallet {
            Objects.requireNonNull(account, "account is null");
        }

        @Override
        public String key() {
            return account.toString();
        }
    }

    /** A caller without a session, known by its IP address only: of IPv6 by its /64, as whoever has one has all of it. */
    record Address(String ip) implements Caller {
        private static final int SITE = 8;

        public Address {
            Objects.requireNonNull(ip, "ip is null");
            if (ip.indexOf(':') >= 0) {
                ip = site(ip);
            }
        }

        /** @throws IllegalArgumentException where it is no IP address in digits */
        public static Address literal(String text) {
            return new Address(InetAddress.ofLiteral(text).getHostAddress());
        }

        private static String site(String ip) {
            try {
                var address = InetAddress.ofLiteral(ip).getAddress();
                if (address.length == 2 * SITE) {
                    Arrays.fill(address, SITE, address.length, (byte) 0);
                }
                return InetAddress.getByAddress(address).getHostAddress();
            } catch (IllegalArgumentException | UnknownHostException noAddress) {
                return ip;
            }
        }

        @Override
        public String key() {
            return "ip:" + ip;
        }
    }
}
