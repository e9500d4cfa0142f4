package dev.weir.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * Where an endpoint is that its publisher names by URL (RFC 3986): {@code https://rpc.example/v3/${RPC_KEY}}.
 *
 * @param tls whether it is spoken to by TLS
 * @param host an IP address (of IPv6 without brackets), or a name in lower case
 * @param path what stands before the path of each call, without a slash at its end; empty, or with one at its beginning
 */
public record UpstreamUrl(boolean tls, String host, int port, SecretText path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final String EXPECTED = ": write https://rpc.example/v1 or http://10.0.0.7:8080";

    public UpstreamUrl {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(path, "path is null");
        if (tls && isAddress(host)) {
            throw new IllegalArgumentException(
                    "https needs a name that the certificate can be checked for, and '" + host + "' is an address");
        }
    }

    /** @throws IllegalArgumentException that says what was expected */
    public static UpstreamUrl parse(String text) {
        // What is read where Envoy runs is no character of a URL.
        int afterHost = text.indexOf('/', text.indexOf("://") + 3);
        var place = afterHost < 0 ? text : text.substring(0, afterHost);
        var path = afterHost < 0 ? "" : text.substring(afterHost);
        try {
            var uri = new URI(place);
            if (uri.getHost() == null
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null
                    || uri.getFragment() != null) {
                throw new IllegalArgumentException("no host alone");
            }
            boolean tls = "https".equalsIgnoreCase(uri.getScheme());
            if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException("neither http nor https");
            }
            int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("no port");
            }
            return new UpstreamUrl(tls, host(uri.getHost()), port, path(path));
        } catch (URISyntaxException | IllegalArgumentException e) {
            var why = e.getMessage() != null && e.getMessage().startsWith("https needs")
                    ? " (" + e.getMessage() + ")"
                    : "";
            throw new IllegalArgumentException("'" + shown(place) + "' is no URL of an endpoint" + why + EXPECTED, e);
        }
    }

    private static String host(String host) {
        return (host.startsWith("[") ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    private static SecretText path(String path) {
        var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (trimmed.matches("(?s).*[?#%\\s\\p{Cntrl}].*") || trimmed.contains("//")) {
            throw new IllegalArgumentException("no plain path");
        }
        return SecretText.parse(trimmed);
    }

    /** Without what may be a password in front of the host. */
    private static String shown(String place) {
        return place.replaceFirst("//[^/]*@", "//…@");
    }

    /** Whether the host is an address, which nobody has to look up. */
    public boolean isAddress() {
        return isAddress(host);
    }

    private static boolean isAddress(String host) {
        try {
            return InetAddress.ofLiteral(host) != null;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** What the Host header says: the port is named where it is not the scheme's own (RFC 9110, 7.2). */
    public String authority() {
        var name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /** Without its path, which may name a key. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
