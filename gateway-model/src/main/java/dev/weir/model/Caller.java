package dev.weir.model;

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

    /** A caller without a session, known by its IP address only. */
    record Address(String ip) implements Caller {
        public Address {
            Objects.requireNonNull(ip, "ip is null");
        }

        @Override
        public String key() {
            return "ip:" + ip;
        }
    }
}
