package dev.weir.controlplane.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate of the edge as operators see it.
 *
 * @param ends of the one in force; none where none was good yet, and then its hosts have no TLS
 * @param fault why what stands in its files now is not in force; empty where it is
 */
public record CertificateView(List<String> hosts, Optional<Instant> ends, String fault) {
    public CertificateView {
        hosts = List.copyOf(hosts);
    }
}
