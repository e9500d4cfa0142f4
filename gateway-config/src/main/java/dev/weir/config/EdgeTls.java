package dev.weir.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * TLS for callers: which certificates are shown, and what besides HTTP/1.1 and HTTP/2 over TLS there is.
 *
 * @param port of https URLs, as callers see it, where that is not the port at which Envoy listens (another in front passes it on)
 * @param certificates the first is shown to who names no host, or one that none is for
 * @param redirect whether callers without TLS are sent to it; those of the operator's proxies, where TLS ended before, are not
 * @param http3 whether HTTP/3 is offered, at the same port of UDP
 */
public record EdgeTls(OptionalInt port, List<HostCertificate> certificates, Boolean redirect, Boolean http3) {
    public EdgeTls {
        certificates = List.copyOf(Required.value(certificates, "certificates"));
        redirect = redirect != null && redirect;
        http3 = http3 != null && http3;
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "certificates is empty: write [{hosts: [api.example], chain: FILE, key: FILE}]");
        }
        Required.unique(
                "host",
                certificates.stream()
                        .flatMap(certificate -> certificate.hosts().stream())
                        .toList());
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("port " + port.getAsInt() + " is not in 1..65535");
        }
    }

    /** With some of its certificates. */
    public EdgeTls with(List<HostCertificate> some) {
        return new EdgeTls(port, some, redirect, http3);
    }
}
