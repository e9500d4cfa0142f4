package dev.weir.topology;

import java.util.Objects;

/**
 * Where a gateway has its own certificate, which it shows to services, and the authorities that it believes.
 *
 * @param folder the whole path, of the gateway's machine: {@code tls.crt}, {@code tls.key}, {@code ca.crt}, and the two files by which Envoy finds and watches them
 */
public record GatewayIdentity(String folder) {
    public GatewayIdentity {
        Objects.requireNonNull(folder, "folder is null");
        if (!folder.startsWith("/")) {
            throw new IllegalArgumentException(
                    "'" + folder + "' is no whole path of the gateway's machine, such as /etc/weir/tls");
        }
    }
}
