package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.certificates.CertifiedKey;
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
}
