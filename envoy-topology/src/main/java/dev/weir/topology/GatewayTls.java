package dev.weir.topology;

import dev.weir.config.HostCertificate;
import java.util.Objects;

/**
 * Where a gateway has its TLS.
 *
 * @param port of TCP, and of UDP for HTTP/3
 * @param secrets the whole path of the folder of the gateway's machine where Envoy finds certificates with their keys, each a file that it watches itself
 */
public record GatewayTls(int port, String secrets) {
    public GatewayTls {
        Objects.requireNonNull(secrets, "secrets is null");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
    }

    /** The file of a certificate. */
    public String file(HostCertificate certificate) {
        return secrets + "/" + certificate.name() + ".yaml";
    }
}
