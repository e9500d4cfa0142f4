package dev.weir.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a service shows to others, and whom it believes.
 *
 * @param authorities whose certificates are believed, at least one; while one is replaced, the old and the new
 */
public record ServiceIdentity(CertifiedKey certificate, List<X509Certificate> authorities) {
    public ServiceIdentity {
        Objects.requireNonNull(certificate, "certificate is null");
        authorities = List.copyOf(authorities);
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("no authority is believed");
        }
    }

    /** Whether one of its authorities made its own certificate, by RFC 5280 and at that time. */
    boolean believesItself(Instant now) {
        try {
            var parameters = new PKIXParameters(authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(certificate.chain()), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
