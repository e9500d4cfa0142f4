package dev.weir.controlplane.adapter.file;

import dev.weir.certificates.CertificateFault;
import dev.weir.certificates.CertifiedKey;
import dev.weir.config.ConfigException;
import dev.weir.config.Edge;
import dev.weir.config.HostCertificate;
import dev.weir.controlplane.view.CertificateView;
import dev.weir.topology.GatewayTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The edge's certificates: the operator's files, checked, then given to Envoy as one file each, certificate and key together, so that it never sees one without the
 * other. What is not good changes nothing and is told of once. Any thread.
 */
public final class EdgeCertificates implements Supplier<Edge> {
    private final Path base;
    private final GatewayTls place;
    private final InstantSource wall;
    private volatile Edge edge;
    private volatile List<WatchedCertificate> watched = List.of();
    private volatile Edge inForce;

    /** @param base where relative paths begin @param place where Envoy finds what is good */
    public EdgeCertificates(Edge edge, Path base, GatewayTls place, InstantSource wall) {
        this.base = base;
        this.place = place;
        this.wall = wall;
        this.edge = edge;
        this.inForce = edge.with(Optional.empty());
        follow(edge);
    }

    /** Another edge from now on. A certificate that stays keeps what is known of it. */
    public synchronized void follow(Edge other) {
        var before = watched;
        var after = other.tls().stream()
                .flatMap(tls -> tls.certificates().stream())
                .map(certificate -> before.stream()
                        .filter(each -> each.certificate().equals(certificate))
                        .findFirst()
                        .orElseGet(() ->
                                new WatchedCertificate(certificate, base, Path.of(place.file(certificate)), wall)))
                .toList();
        if (!after.isEmpty()) {
            prepare(Path.of(place.secrets()));
        }
        edge = other;
        watched = after;
        refresh();
    }

    /** @throws ConfigException at the first certificate of an edge that is not good, as its files are now */
    public void check(Edge other) {
        try {
            other.tls().stream()
                    .flatMap(tls -> tls.certificates().stream())
                    .forEach(certificate -> read(certificate, base, wall.instant()));
        } catch (CertificateFault e) {
            throw new ConfigException("edge.tls: " + e.getMessage(), e);
        }
    }

    private static void prepare(Path secrets) {
        try {
            Files.createDirectories(
                    secrets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(secrets + " cannot be written", e);
        }
    }

    static CertifiedKey read(HostCertificate certificate, Path base, Instant now) {
        var chain = base.resolve(certificate.chain());
        return CertifiedKey.read(chain, base.resolve(certificate.key()), now).forHosts(certificate.hosts(), chain);
    }

    /** Looks at all files again. */
    public synchronized void refresh() {
        watched.forEach(WatchedCertificate::refresh);
        inForce = inForce();
    }

    private Edge inForce() {
        var good = watched.stream()
                .filter(each -> each.view().ends().isPresent())
                .map(WatchedCertificate::certificate)
                .toList();
        return edge.with(good.isEmpty() ? Optional.empty() : edge.tls().map(tls -> tls.with(good)));
    }

    /** The edge with those certificates that Envoy has; without TLS where there is none. */
    @Override
    public Edge get() {
        return inForce;
    }

    public List<CertificateView> view() {
        return watched.stream().map(WatchedCertificate::view).toList();
    }
}
