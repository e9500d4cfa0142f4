package dev.weir.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** What stands in a PEM file (RFC 7468), whoever wrote it: OpenSSL, an ACME client, Java. */
record PemFile(Path path, String text, List<Object> parts) {
    /** A chain of ten large certificates has a quarter of it. */
    private static final int MOST_BYTES = 65_536;

    PemFile {
        parts = List.copyOf(parts);
    }

    static PemFile read(Path path) {
        return parse(path, text(path));
    }

    static PemFile parse(Path path, String text) {
        var parts = new ArrayList<>();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
        } catch (IOException | RuntimeException e) {
            throw new CertificateFault(path + " is cut or damaged; put the whole PEM file there");
        }
        return new PemFile(path, text, parts);
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new CertificateFault(path + " is larger than 64 KiB; is this the right file?");
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new CertificateFault(path + " does not exist");
        } catch (IOException e) {
            throw new CertificateFault(path + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    List<X509Certificate> certificates() {
        var converter = new JcaX509CertificateConverter();
        var chain = new ArrayList<X509Certificate>();
        try {
            for (var part : parts) {
                if (part instanceof X509CertificateHolder holder) {
                    chain.add(converter.getCertificate(holder));
                }
            }
        } catch (CertificateException e) {
            throw new CertificateFault(path + " has a certificate that cannot be read: " + e.getMessage());
        }
        if (chain.isEmpty()) {
            throw new CertificateFault(path + " has no certificate; it begins with -----BEGIN CERTIFICATE-----");
        }
        return chain;
    }

    PrivateKey key() {
        var converter = new JcaPEMKeyConverter();
        try {
            for (var part : parts) {
                switch (part) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                        throw new CertificateFault(
                                path
                                        + " is locked by a passphrase, which nobody is there to type; unlock it with openssl pkey");
                    default -> {}
                }
            }
        } catch (PEMException e) {
            throw new CertificateFault(path + " has a key that cannot be read");
        }
        throw new CertificateFault(path + " has no private key; it begins with -----BEGIN PRIVATE KEY-----");
    }
}
