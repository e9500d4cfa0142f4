package dev.weir.model;

import java.util.Objects;

/** Where an endpoint listens: an IP address and a port, written as Envoy's {@code /clusters} prints it. */
public record EndpointAddress(String host, int port) {
    public EndpointAddress {
        Objects.requireNonNull(host, "host is null");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
    }

    /** Parses {@code host:port}. */
    public static EndpointAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is not an address: expected host:port");
        }
        try {
            return new EndpointAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: the port is not a number", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
