package dev.weir.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one address may do before anybody judges it. Of IPv6 a whole /64 is one address, as whoever has one has all of it.
 *
 * @param connections most open connections of an address, 1 to 10,000
 * @param requests most requests a second of an address, and as many at once, 1 to 100,000
 * @param proxies networks of the operator's own proxies in front: the address is then the last in their {@code x-forwarded-for}, and
 *     their connections are not counted. Whoever is named here is believed.
 * @param proxyProtocol whether the proxies say whose connection it is before it begins (PROXY protocol), and nobody but they may connect
 * @param tls for callers, where it is offered
 */
public record Edge(
        OptionalInt connections,
        OptionalInt requests,
        List<Network> proxies,
        Boolean proxyProtocol,
        Optional<EdgeTls> tls) {
    /** For a gateway whose file does not say. */
    public static final Edge DEFAULT = new Edge(OptionalInt.of(300), OptionalInt.of(2_000), List.of());

    /** As much as can be said: for measurements, whose load comes from one address. */
    public static final Edge WIDE = new Edge(OptionalInt.of(10_000), OptionalInt.of(100_000), List.of());

    public Edge {
        connections = connections.isEmpty() ? DEFAULT.connections : connections;
        requests = requests.isEmpty() ? DEFAULT.requests : requests;
        proxies = proxies == null ? List.of() : List.copyOf(proxies);
        proxyProtocol = proxyProtocol != null && proxyProtocol;
        within("connections", connections.getAsInt(), 10_000);
        within("requests", requests.getAsInt(), 100_000);
        Required.unique("proxy", proxies);
        if (proxyProtocol && proxies.isEmpty()) {
            throw new IllegalArgumentException(
                    "proxyProtocol without proxies: name their networks, such as proxies: [10.0.0.0/8], as nobody else would be let in");
        }
        if (proxyProtocol && tls.isPresent() && tls.get().http3()) {
            throw new IllegalArgumentException(
                    "proxyProtocol and tls.http3 exclude each other: there is no PROXY protocol for UDP here; set one of them to false");
        }
    }

    /** Without TLS. */
    public Edge(OptionalInt connections, OptionalInt requests, List<Network> proxies) {
        this(connections, requests, proxies, false, Optional.empty());
    }

    /** With other TLS, or none. */
    public Edge with(Optional<EdgeTls> other) {
        return new Edge(connections, requests, proxies, proxyProtocol, other);
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in 1.." + most);
        }
    }
}
