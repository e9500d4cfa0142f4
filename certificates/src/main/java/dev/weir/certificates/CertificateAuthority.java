package dev.weir.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates by RFC 5280, of P-256, for servers that are clients too. For a start and for tests: who has an authority already uses that.
 *
 * @param self its own certificate and key, which sign the others
 */
public record CertificateAuthority(CertifiedKey self) {
    private static final int SERIAL_BITS = 127;
    /** Clocks of others may be behind. */
    private static final Duration EARLIER = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    public static CertificateAuthority create(String name, Instant now, Duration life) {
        var pair = pair();
        var subject = new X500Principal("CN=" + name);
        var builder = builder(subject, subject, pair.getPublic(), now.minus(EARLIER), now.plus(life));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifier(pair));
            var certificate = sign(builder, pair.getPrivate());
            return new CertificateAuthority(certified(List.of(certificate), pair));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK makes no certificate of P-256", e);
        }
    }

    /** @param names hosts, addresses or URIs */
    public CertifiedKey issue(List<String> names, Instant from, Instant until) {
        var pair = pair();
        var issuer = self.chain().getFirst();
        var builder = builder(
                issuer.getSubjectX500Principal(),
                new X500Principal("CN=" + names.getFirst()),
                pair.getPublic(),
                from.minus(EARLIER),
                until);
        try {
            var identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            names.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new)));
            return certified(List.of(sign(builder, self.key())), pair);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK makes no certificate of P-256", e);
        }
    }

    private static SubjectKeyIdentifier identifier(KeyPair pair) throws GeneralSecurityException {
        return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic());
    }

    private static GeneralName name(String name) {
        if (name.contains("://")) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, name);
        }
        return new GeneralName(name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(SERIAL_BITS, RANDOM), Date.from(from), Date.from(until), subject, key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey issuer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
    }

    private static CertifiedKey certified(List<X509Certificate> chain, KeyPair pair) throws IOException {
        return new CertifiedKey(
                chain, pair.getPrivate(), pem(chain.getFirst()), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    }

    private static String pem(Object what) throws IOException {
        var text = new StringWriter();
        try (var out = new JcaPEMWriter(text)) {
            out.writeObject(what);
        }
        return text.toString();
    }
}
