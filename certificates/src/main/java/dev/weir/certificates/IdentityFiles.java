package dev.weir.certificates;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a service's identity lies: its certificate, its key, and the authorities that it believes.
 *
 * @param role what the certificate has to be for
 */
public record IdentityFiles(ServiceRole role, Path certificate, Path key, Path authorities) {
    /** As {@code ./weir certs --services} and Kubernetes' secrets of TLS have them. */
    public static IdentityFiles in(Path folder, ServiceRole role) {
        return new IdentityFiles(role, folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
    }

    /** @throws IllegalArgumentException where some are given and others are not: it would be guesswork whether TLS is meant */
    public static Optional<IdentityFiles> of(
            ServiceRole role, Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {
        long given = Stream.of(certificate, key, authorities)
                .filter(Optional::isPresent)
                .count();
        if (given > 0 && given < 3) {
            throw new IllegalArgumentException(
                    "of WEIR_TLS_CERT, WEIR_TLS_KEY and WEIR_TLS_CA " + (given == 1 ? "one is" : "two are")
                            + " set; set all three, for mutual TLS, or none, for plain text within a trusted network");
        }
        return certificate.map(file -> new IdentityFiles(role, file, key.orElseThrow(), authorities.orElseThrow()));
    }

    /** @throws CertificateFault that says which file is wrong, and why */
    public ServiceIdentity read(Instant now) {
        var read = CertifiedKey.read(certificate, key, now);
        if (!ServiceRole.of(read.chain().getFirst()).contains(role)) {
            throw new CertificateFault(certificate + " does not name this service: it needs the URI " + role.uri()
                    + " among its subject alternative names; ./weir certs --services makes such");
        }
        var identity = new ServiceIdentity(read, PemFile.read(authorities).certificates());
        if (!identity.believesItself(now)) {
            throw new CertificateFault(certificate + " was not made by an authority of " + authorities
                    + "; while an authority is replaced, that file needs the old and the new");
        }
        return identity;
    }
}
