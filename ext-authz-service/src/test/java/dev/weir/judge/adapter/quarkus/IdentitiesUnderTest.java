package dev.weir.judge.adapter.quarkus;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Certificates of one authority for each role, and a judge that has its own. */
public final class IdentitiesUnderTest implements QuarkusTestResourceLifecycleManager {
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("an authority", Instant.now(), Duration.ofDays(9));

    @Override
    public Map<String, String> start() {
        try {
            var folder = Files.createTempDirectory("weir-identities");
            for (var role : ServiceRole.values()) {
                write(files(folder.toString(), role));
            }
            var judge = files(folder.toString(), ServiceRole.JUDGE);
            return Map.of(
                    "test.identities", folder.toString(),
                    "weir.tls-cert", judge.certificate().toString(),
                    "weir.tls-key", judge.key().toString(),
                    "weir.tls-ca", judge.authorities().toString(),
                    "weir.peers", "127.0.0.1:1",
                    "quarkus.http.test-ssl-port", Integer.toString(freePort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IdentityFiles files(String folder, ServiceRole role) {
        return IdentityFiles.in(Path.of(folder).resolve(role.text()), role);
    }

    static void write(IdentityFiles files) throws IOException {
        Files.createDirectories(files.certificate().resolveSibling(""));
        var issued = AUTHORITY.issue(
                List.of(files.role().uri()), Instant.now(), Instant.now().plus(Duration.ofDays(3)));
        Files.writeString(files.certificate(), issued.chainPem());
        Files.writeString(files.key(), issued.keyPem());
        Files.writeString(files.authorities(), AUTHORITY.self().chainPem());
    }

    @Override
    public void stop() {}

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
