package dev.weir.certificates;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A certificate, those that lead from it to its authority, and its key: all that a server shows. Fit for use when it was made; it ends by itself.
 *
 * @param chain the server's own first
 * @param chainPem as it stands in the file
 * @param keyPem a secret, as it stands in the file
 */
public record CertifiedKey(List<X509Certificate> chain, PrivateKey key, String chainPem, String keyPem) {
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    public CertifiedKey {
        chain = List.copyOf(chain);
        Objects.requireNonNull(key, "key is null");
    }

    /**
     * Both files, if they belong together and can be used now.
     *
     * @throws CertificateFault that says which file is wrong, and why
     */
    public static CertifiedKey read(Path chainFile, Path keyFile, Instant now) {
        var read = pair(PemFile.read(chainFile), PemFile.read(keyFile));
        for (var certificate : read.chain()) {
            requireValid(certificate, chainFile, now);
        }
        return read;
    }

    /** What was good once, whether it ended or not. @param file where it stands, for messages */
    public static CertifiedKey parse(Path file, String chainPem, String keyPem) {
        return pair(PemFile.parse(file, chainPem), PemFile.parse(file, keyPem));
    }

    private static CertifiedKey pair(PemFile chainPem, PemFile keyPem) {
        var chainFile = chainPem.path();
        var keyFile = keyPem.path();
        var chain = chainPem.certificates();
        var key = keyPem.key();
        requireStrong(chain.getFirst().getPublicKey(), chainFile);
        if (!belong(key, chain.getFirst().getPublicKey())) {
            throw new CertificateFault(
                    keyFile + " is the key of another certificate than " + chainFile + "; replace both");
        }
        requireOrder(chain, chainFile);
        return new CertifiedKey(chain, key, chainPem.text(), keyPem.text());
    }

    private static void requireStrong(PublicKey key, Path file) {
        boolean strong = switch (key) {
            case RSAKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
            case ECKey ec ->
                List.of(256, 384, 521)
                        .contains(ec.getParams().getCurve().getField().getFieldSize());
            default -> false;
        };
        if (!strong) {
            throw new CertificateFault(
                    file + " is of a key that is not served; make one of RSA with 2048 bits or more, or of P-256");
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            var signature = Signature.getInstance(key instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update((byte) 1);
            var signed = signature.sign();
            signature.initVerify(certified);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void requireOrder(List<X509Certificate> chain, Path file) {
        for (int i = 1; i < chain.size(); i++) {
            try {
                chain.get(i - 1).verify(chain.get(i).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CertificateFault(file + ": certificate " + (i + 1) + " did not sign certificate " + i
                        + "; put the server's own first, then who signed it");
            }
        }
    }

    private static void requireValid(X509Certificate certificate, Path file, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new CertificateFault(
                    file + " ended at " + certificate.getNotAfter().toInstant() + "; renew it");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new CertificateFault(
                    file + " begins at " + certificate.getNotBefore().toInstant() + ", and it is " + now + " now");
        }
    }

    /** @throws CertificateFault where it is not for one of the hosts */
    public CertifiedKey forHosts(List<String> hosts, Path chainFile) {
        for (var host : hosts) {
            if (!covers(host)) {
                throw new CertificateFault(
                        chainFile + " is not for " + host + ", but for " + String.join(", ", names(chain.getFirst())));
            }
        }
        return this;
    }

    /** By RFC 9525: as it stands, or a {@code *} for the first label. */
    private boolean covers(String host) {
        int dot = host.indexOf('.');
        var names = names(chain.getFirst());
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    /** Subject alternative names: hosts in small letters, and addresses. */
    public static List<String> names(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(ADDRESS))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** When the first of the chain ends. */
    public Instant ends() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CertifiedKey[" + names(chain.getFirst()) + ", until " + ends() + "]";
    }
}
