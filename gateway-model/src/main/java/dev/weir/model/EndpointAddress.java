package dev.weir.model;

import java.net.Inet6Address;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where an endpoint listens: an IP address and a port, written as Envoy's {@code /clusters} prints it.
 *
 * <p>Never a name: Envoy rejects a whole update of endpoints for one address that is none.
 *
 * @param host an IPv6 address stands without its brackets
 */
public record EndpointAddress(String host, int port) {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    public EndpointAddress {
        Objects.requireNonNull(host, "host is null");
        if (!IPV4.matcher(host).matches() && !isIpv6(host)) {
            throw new IllegalArgumentException("host '" + host + "' is not an IP address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
    }

    /** Parses {@code host:port} or {@code [IPv6]:port}. */
    public static EndpointAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 1 && text.charAt(colon - 1) == ']';
        var host = colon < 1 ? "" : bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        if (host.isEmpty() || bracketed != host.contains(":")) {
            throw new IllegalArgumentException("'" + text + "' is not an address: expected host:port");
        }
        try {
            return new EndpointAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: the port is not a number", e);
        }
    }

    private static boolean isIpv6(String host) {
        try {
            return host.contains(":")
                    && IPV6.matcher(host).matches()
                    && Inet6Address.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
