package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.certificates.CertifiedKey;
import dev.weir.certificates.ServiceRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertsCommandTest {
    @TempDir
    private Path folder;

    private int certs(String... hosts) {
        var arguments =
                new ArrayList<>(List.of("certs", "-o", folder.resolve("c").toString()));
        for (var host : hosts) {
            arguments.addAll(List.of("--host", host));
        }
        return Weir.run(arguments.toArray(String[]::new));
    }

    private CertifiedKey read(String name) {
        return CertifiedKey.read(
                folder.resolve("c").resolve(name + ".pem"), folder.resolve("c").resolve(name + ".key"), Instant.now());
    }

    @Test
    void certificates_areOfOneAuthority_forTheirHosts_andForTheirOwnerAlone()
            throws IOException, GeneralSecurityException {
        assertThat(certs("api.example", "*.web.example")).isZero();

        var authority = read("ca").chain().getFirst();
        assertThat(authority.getBasicConstraints()).isZero();
        for (var name : List.of("api.example", "_.web.example")) {
            var certificate = read(name)
                    .forHosts(List.of(name.replace('_', '*')), folder)
                    .chain()
                    .getFirst();
            certificate.verify(authority.getPublicKey());
            assertThat(certificate.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1");
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        }
        assertThat(Duration.between(Instant.now(), read("api.example").ends()).toDays())
                .isBetween(363L, 365L);
        try (var files = Files.list(folder.resolve("c"))) {
            assertThat(files)
                    .hasSize(6)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatIsThere_staysAsItIs_andWhatIsMissingIsOfTheSameAuthority() throws GeneralSecurityException {
        certs("api.example");
        var before = read("api.example");

        assertThat(certs("api.example", "b.example")).isZero();

        assertThat(read("api.example")).isEqualTo(before);
        read("b.example")
                .chain()
                .getFirst()
                .verify(read("ca").chain().getFirst().getPublicKey());
    }

    @Test
    void whatIsNoHost_isRefused_beforeAnythingIsWritten() {
        assertThat(certs("https://a")).isEqualTo(2);
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void servicesCertificates_areOnePerRole_ofOneAuthority_andForTheirOwnerAlone() throws IOException {
        assertThat(services("--at", "/etc/weir/tls")).isZero();

        var certificates = ServiceCertificates.here(folder.resolve("s"));
        for (var role : ServiceRole.values()) {
            var identity = certificates.files(role).read(Instant.now());
            assertThat(ServiceRole.of(identity.certificate().chain().getFirst()))
                    .containsExactly(role);
        }
        assertThat(Files.readString(folder.resolve("s/gateway/identity.yaml")))
                .contains("filename: \"/etc/weir/tls/tls.key\"", "watched_directory: {path: \"/etc/weir/tls\"}");
        try (var files = Files.walk(folder.resolve("s"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(3 + 3 * 4 + 2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void servicesCertificates_stay_untilTheyAreRenewed_byTheSameAuthority() {
        services();
        var files = ServiceCertificates.here(folder.resolve("s")).files(ServiceRole.JUDGE);
        var before = files.read(Instant.now());

        assertThat(services()).isZero();
        assertThat(files.read(Instant.now())).isEqualTo(before);

        assertThat(services("--renew")).isZero();
        var after = files.read(Instant.now());
        assertThat(after.certificate()).isNotEqualTo(before.certificate());
        assertThat(after.authorities()).isEqualTo(before.authorities());
    }

    @Test
    void authorityThatIsTakenAway_isReplaced_andBothAreBelievedByAll() throws IOException {
        services();
        Files.delete(folder.resolve("s/authority.crt"));
        Files.delete(folder.resolve("s/authority.key"));

        services();

        var judge = ServiceCertificates.here(folder.resolve("s")).files(ServiceRole.JUDGE);
        var before = judge.read(Instant.now());
        assertThat(before.authorities()).hasSize(2);

        services("--renew");
        assertThat(judge.read(Instant.now()).certificate()).isNotEqualTo(before.certificate());
    }

    @Test
    void placeThatIsNoWholePath_isRefused_beforeAnythingIsWritten() {
        assertThat(services("--at", "tls")).isEqualTo(2);
        assertThat(Weir.run("certs", "--renew")).isEqualTo(2);
        assertThat(folder.resolve("s")).doesNotExist();
    }

    private int services(String... options) {
        var arguments = new ArrayList<>(
                List.of("certs", "--services", folder.resolve("s").toString()));
        arguments.addAll(List.of(options));
        return Weir.run(arguments.toArray(String[]::new));
    }
}
