package dev.weir.judge.adapter.peers;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Where another judge serves gRPC. @param host a name or an IP address of one instance; of several behind a name only one would be told */
public record Peer(String host, int port) {
    public Peer {
        Objects.requireNonNull(host, "host is null");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
        try {
            if (host.isEmpty() || new URI(null, null, host, port, null, null, null).getHost() == null) {
                throw new IllegalArgumentException("'" + host + "' is not a host");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + host + "' is not a host", e);
        }
    }

    /** Parses {@code host:port}. */
    public static Peer parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new Peer(text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not host:port, as judge-1:9191", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
