package dev.weir.traffic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What traffic may be sent to: HTTP on this machine. A generator of attacks must not be able to leave it. */
final class LoopbackTarget {
    private static final Pattern LOOPBACK = Pattern.compile("127\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"
            + "\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})");

    private LoopbackTarget() {}

    /**
     * @throws IllegalArgumentException unless the target is {@code http://127.x.y.z:port} or {@code http://localhost:port}; no name
     *     is looked up
     */
    static InetSocketAddress parse(URI target) {
        var host = "localhost".equals(target.getHost()) ? "127.0.0.1" : target.getHost();
        if (!"http".equals(target.getScheme())
                || host == null
                || !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "traffic goes to this machine only: '" + target + "' is not http://127.x.y.z:port");
        }
        if (target.getRawUserInfo() != null
                || target.getRawQuery() != null
                || target.getRawFragment() != null
                || !(target.getPath().isEmpty() || target.getPath().equals("/"))) {
            throw new IllegalArgumentException("'" + target + "' has more than a host and a port");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), target.getPort() < 0 ? 80 : target.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + host + "' is not an address", e);
        }
    }
}
