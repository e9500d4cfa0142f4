package dev.weir.model;

import java.net.Inet6Address;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where Envoy reaches an endpoint, written as Envoy's {@code /clusters} prints it: any other form falls back in silence where a pick names it. */
public sealed interface EndpointAddress {
    /**
     * Parses any of the forms.
     *
     * @throws IllegalArgumentException that says what was expected
     */
    static EndpointAddress parse(String text) {
        return text.startsWith(Internal.SCHEME) ? Internal.parse(text) : Socket.parse(text);
    }

    /**
     * An IP address and a port. Never a name: Envoy rejects a whole update of endpoints for one address that is none.
     *
     * @param host an IPv6 address stands without its brackets
     */
    record Socket(String host, int port) implements EndpointAddress {
        private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
        private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

        public Socket {
            Objects.requireNonNull(host, "host is null");
            if (!IPV4.matcher(host).matches() && !isIpv6(host)) {
                throw new IllegalArgumentException("host '" + host + "' is not an IP address");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is not in 1..65535");
            }
        }

        /** Parses {@code host:port} or {@code [IPv6]:port}. */
        public static Socket parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean bracketed = text.startsWith("[") && colon > 1 && text.charAt(colon - 1) == ']';
            var host = colon < 1 ? "" : bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
            if (host.isEmpty() || bracketed != host.contains(":")) {
                throw new IllegalArgumentException("'" + text + "' is not an address: expected host:port");
            }
            try {
                return new Socket(host, Integer.parseInt(text.substring(colon + 1)));
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

    /**
     * An endpoint behind a listener within the same Envoy, through which any number of nodes are reached.
     *
     * @param listener 1 to 63 letters, digits, {@code -}, {@code _} or {@code .}
     * @param endpoint the node, by which Envoy tells the endpoints of one listener apart
     */
    record Internal(String listener, NodeId endpoint) implements EndpointAddress {
        private static final String SCHEME = "envoy://";
        private static final Pattern LISTENER = Pattern.compile("[A-Za-z0-9._-]{1,63}");

        public Internal {
            Objects.requireNonNull(endpoint, "endpoint is null");
            if (!LISTENER.matcher(listener).matches()) {
                throw new IllegalArgumentException("'" + listener + "' is not a listener's name: expected " + LISTENER);
            }
        }

        private static Internal parse(String text) {
            var parts = text.substring(SCHEME.length()).split("/", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("'" + text + "' is not an address: expected envoy://listener/node");
            }
            return new Internal(parts[0], new NodeId(parts[1]));
        }

        @Override
        public String toString() {
            return SCHEME + listener + "/" + endpoint.value();
        }
    }
}
