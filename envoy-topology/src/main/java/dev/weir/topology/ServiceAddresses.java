package dev.weir.topology;

import java.util.Objects;
import java.util.Optional;

/**
 * Where Envoy listens, and where it finds the services that it asks.
 *
 * @param tls for gateways that offer it
 * @param identity by which gateways and services know each other; without it they speak in plain text
 */
public record ServiceAddresses(
        Place gateway,
        Place judge,
        Place ratelimit,
        Place auth,
        Place telemetry,
        Optional<GatewayTls> tls,
        Optional<GatewayIdentity> identity) {
    /** @param host an IP address; of a service also a name, which Envoy asks for anew as its records run out, and all of whose addresses it uses */
    public record Place(String host, int port) {
        public Place {
            Objects.requireNonNull(host, "host is null");
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("'" + host + ":" + port + "' is no place: expected host and port");
            }
        }
    }

    /** Without TLS. */
    public ServiceAddresses(Place gateway, Place judge, Place ratelimit, Place auth, Place telemetry) {
        this(gateway, judge, ratelimit, auth, telemetry, Optional.empty(), Optional.empty());
    }

    public ServiceAddresses with(GatewayTls other) {
        return new ServiceAddresses(gateway, judge, ratelimit, auth, telemetry, Optional.of(other), identity);
    }

    public ServiceAddresses with(GatewayIdentity other) {
        return new ServiceAddresses(gateway, judge, ratelimit, auth, telemetry, tls, Optional.of(other));
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
