package dev.weir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityFilesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("an authority", NOW, Duration.ofDays(900));
    private static final CertificateAuthority OTHER = CertificateAuthority.create("another", NOW, Duration.ofDays(900));

    @TempDir
    private Path folder;

    private IdentityFiles files;

    @BeforeEach
    void good() throws IOException {
        files = new IdentityFiles(
                ServiceRole.JUDGE, folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
        put(issued(AUTHORITY, ServiceRole.JUDGE.uri()));
        Files.writeString(files.authorities(), AUTHORITY.self().chainPem());
    }

    private void put(CertifiedKey key) throws IOException {
        Files.writeString(files.certificate(), key.chainPem());
        Files.writeString(files.key(), key.keyPem());
    }

    private static CertifiedKey issued(CertificateAuthority authority, String... names) {
        return authority.issue(List.of(names), NOW, NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void identity_namesItsRole_andWhomItBelieves() {
        var identity = files.read(NOW);

        assertThat(ServiceRole.of(identity.certificate().chain().getFirst())).containsExactly(ServiceRole.JUDGE);
        assertThat(identity.authorities())
                .containsExactly(AUTHORITY.self().chain().getFirst());
    }

    @Test
    void certificateOfAnotherRole_isRefused() throws IOException {
        put(issued(AUTHORITY, ServiceRole.GATEWAY.uri(), "judge"));

        assertThatThrownBy(() -> files.read(NOW))
                .isInstanceOf(CertificateFault.class)
                .hasMessageContaining("does not name this service: it needs the URI spiffe://weir/judge");
    }

    @Test
    void authorityThatDidNotMakeIt_isRefused_andTheOldBesideTheNewIsNot() throws IOException {
        Files.writeString(files.authorities(), OTHER.self().chainPem());
        assertThatThrownBy(() -> files.read(NOW))
                .isInstanceOf(CertificateFault.class)
                .hasMessageContaining("was not made by an authority of " + files.authorities());

        Files.writeString(
                files.authorities(), OTHER.self().chainPem() + AUTHORITY.self().chainPem());
        assertThat(files.read(NOW).authorities()).hasSize(2);
    }

    @Test
    void fileOfAuthoritiesWithoutOne_isRefused() throws IOException {
        Files.writeString(files.authorities(), "nothing");

        assertThatThrownBy(() -> files.read(NOW))
                .isInstanceOf(CertificateFault.class)
                .hasMessageContaining(files.authorities() + " has no certificate");
    }

    @Test
    void someOfTheThreeSettings_areRefused_andNoneIsPlainText() {
        assertThat(IdentityFiles.of(ServiceRole.JUDGE, Optional.empty(), Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThatThrownBy(() -> IdentityFiles.of(
                        ServiceRole.JUDGE,
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two are set; set all three");
    }
}
