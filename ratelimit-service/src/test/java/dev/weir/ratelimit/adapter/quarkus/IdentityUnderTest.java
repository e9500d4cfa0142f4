package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Certificates of one authority for each role, and a service that has its own. */
public final class IdentityUnderTest implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var authority = CertificateAuthority.create("an authority", Instant.now(), Duration.ofDays(9));
        try {
            var folder = Files.createTempDirectory("weir-identities");
            for (var role : ServiceRole.values()) {
                var files = files(folder.toString(), role);
                var issued = authority.issue(
                        List.of(role.uri()), Instant.now(), Instant.now().plus(Duration.ofDays(3)));
                Files.createDirectories(files.certificate().resolveSibling(""));
                Files.writeString(files.certificate(), issued.chainPem());
                Files.writeString(files.key(), issued.keyPem());
                Files.writeString(files.authorities(), authority.self().chainPem());
            }
            var own = files(folder.toString(), ServiceRole.RATELIMIT);
            return Map.of(
                    "test.identities", folder.toString(),
                    "weir.tls-cert", own.certificate().toString(),
                    "weir.tls-key", own.key().toString(),
                    "weir.tls-ca", own.authorities().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IdentityFiles files(String folder, ServiceRole role) {
        return IdentityFiles.in(Path.of(folder).resolve(role.text()), role);
    }

    @Override
    public void stop() {}
}
