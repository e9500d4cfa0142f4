package dev.weir.topology;

import java.util.Objects;

/** Where Envoy listens, and where it finds the services that it asks. */
public record ServiceAddresses(Place gateway, Place judge, Place ratelimit, Place auth, Place telemetry) {
    /** @param host an IP address; of a service also a name, which Envoy asks for anew as its records run out, and all of whose addresses it uses */
    public record Place(String host, int port) {
        public Place {
            Objects.requireNonNull(host, "host is null");
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("'" + host + ":" + port + "' is no place: expected host and port");
            }
        }
    }

    /** All on this machine. */
    public static ServiceAddresses onLoopback(int gateway, int judge, int ratelimit, int auth, int telemetry) {
        return new ServiceAddresses(
                loopback(gateway), loopback(judge), loopback(ratelimit), loopback(auth), loopback(telemetry));
    }

    private static Place loopback(int port) {
        return new Place("127.0.0.1", port);
    }
}
