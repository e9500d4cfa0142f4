package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.certificates.CertificateFault;
import dev.weir.certificates.CertifiedKey;
import dev.weir.config.HostCertificate;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.view.CertificateView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * One certificate: the operator's two files, and the one that Envoy reads, a response of SDS in JSON, which YAML is too. Begins with what Envoy has, so that
 * neither a restart nor bad files take it away. Its owner alone can read it.
 */
final class WatchedCertificate {
    private static final Logger LOG = Logger.getLogger(WatchedCertificate.class.getName());
    private static final String SECRET = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HostCertificate certificate;
    private final Path base;
    private final Path given;
    private final InstantSource wall;
    private volatile CertificateView view;
    private String inForce = "";

    WatchedCertificate(HostCertificate certificate, Path base, Path given, InstantSource wall) {
        this.certificate = certificate;
        this.base = base;
        this.given = given;
        this.wall = wall;
        this.view = new CertificateView(certificate.hosts(), Optional.empty(), "");
        begin();
    }

    HostCertificate certificate() {
        return certificate;
    }

    CertificateView view() {
        return view;
    }

    /** What Envoy has of an earlier start; ended or not, it is what callers are shown. */
    private void begin() {
        if (!Files.exists(given)) {
            return;
        }
        try {
            var secret = JSON.readTree(given.toFile()).at("/resources/0/tls_certificate");
            var kept = CertifiedKey.parse(
                    given,
                    secret.at("/certificate_chain/inline_string").asText(),
                    secret.at("/private_key/inline_string").asText());
            inForce = kept.chainPem() + kept.keyPem();
            view = new CertificateView(certificate.hosts(), Optional.of(kept.ends()), "");
        } catch (IOException | CertificateFault e) {
            LOG.warning(() -> given + " is damaged and made anew");
        }
    }

    void refresh() {
        try {
            var read = EdgeCertificates.read(certificate, base, wall.instant());
            if (!inForce.equals(read.chainPem() + read.keyPem())) {
                give(read);
            }
            view = new CertificateView(certificate.hosts(), Optional.of(read.ends()), "");
        } catch (CertificateFault e) {
            refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            refused(given + " cannot be written: " + e.getMessage());
        }
    }

    private void give(CertifiedKey read) throws IOException {
        var response = JSON.createObjectNode();
        var secret =
                response.putArray("resources").addObject().put("@type", SECRET).put("name", certificate.name());
        ObjectNode pair = secret.putObject("tls_certificate");
        pair.putObject("certificate_chain").put("inline_string", read.chainPem());
        pair.putObject("private_key").put("inline_string", read.keyPem());
        SyncedFile.replace(given, response.toString().getBytes(StandardCharsets.UTF_8));
        inForce = read.chainPem() + read.keyPem();
        LOG.info(() -> "the certificate for " + certificate.hosts() + " is in force, serial "
                + read.chain().getFirst().getSerialNumber().toString(16) + ", until " + read.ends());
    }

    private void refused(String why) {
        if (!why.equals(view.fault())) {
            LOG.warning(() -> "the certificate for " + certificate.hosts() + " is not in force"
                    + (view.ends().isPresent() ? ", the one before stays: " : ", its hosts have no TLS: ") + why);
        }
        view = new CertificateView(certificate.hosts(), view.ends(), why);
    }
}
