package dev.weir.servicetls.adapter.grpc;

import dev.weir.certificates.CertifiedKey;
import dev.weir.certificates.ServiceRole;
import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import javax.net.ssl.SSLEngine;

/** Refuses who is of another role than those, once its certificate was found to be of a believed authority and valid. */
record PeerRole(Set<ServiceRole> roles) implements SslSocketAndEnginePeerVerifier {
    PeerRole {
        roles = Set.copyOf(roles);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        require(chain[0]);
    }

    @Override
    public void verifyPeerCertificate(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        require(chain[0]);
    }

    private void require(X509Certificate certificate) throws CertificateException {
        var shown = ServiceRole.of(certificate);
        if (Collections.disjoint(shown, roles)) {
            throw new CertificateException(
                    "expected a certificate of " + ServiceRole.either(roles) + ", and this one is of "
                            + (shown.isEmpty()
                                    ? "no role, for " + CertifiedKey.names(certificate)
                                    : ServiceRole.either(shown)));
        }
    }
}
