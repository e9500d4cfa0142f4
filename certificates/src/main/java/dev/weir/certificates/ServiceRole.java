package dev.weir.certificates;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process is to the others, by the URI in its certificate: who holds one of a role may do what that role does, and nothing else. A certificate of the
 * same authority without such a URI is nobody's. Who runs it, and where, is not asked: addresses and hosts may change.
 */
public enum ServiceRole {
    /** An Envoy. */
    GATEWAY,
    JUDGE,
    CONTROL_PLANE,
    RATELIMIT;

    private static final int URI = 6;

    /** As in file names. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The subject alternative name, in the form of SPIFFE's identities. */
    public String uri() {
        return "spiffe://weir/" + text();
    }

    /** Those that a certificate names; none where it cannot be read. */
    public static Set<ServiceRole> of(X509Certificate certificate) {
        var roles = EnumSet.noneOf(ServiceRole.class);
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (var role : values()) {
                    if (names.stream()
                            .anyMatch(name ->
                                    name.get(0).equals(URI) && role.uri().equals(name.get(1)))) {
                        roles.add(role);
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return Set.copyOf(roles);
    }

    /** For messages: {@code gateway or judge}. */
    public static String either(Set<ServiceRole> roles) {
        return roles.stream().sorted().map(ServiceRole::text).collect(Collectors.joining(" or "));
    }
}
