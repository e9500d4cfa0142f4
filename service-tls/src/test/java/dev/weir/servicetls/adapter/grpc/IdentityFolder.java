package dev.weir.servicetls.adapter.grpc;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.CertifiedKey;
import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A service's files, replaced one by one as an operator's tools do it. */
record IdentityFolder(Path folder, ServiceRole role) {
    static final CertificateAuthority AUTHORITY = authority("an authority");

    static CertificateAuthority authority(String name) {
        return CertificateAuthority.create(name, Instant.now(), Duration.ofDays(9));
    }

    static CertifiedKey issued(CertificateAuthority authority, ServiceRole... roles) {
        return authority.issue(
                List.of(roles).stream().map(ServiceRole::uri).toList(),
                Instant.now(),
                Instant.now().plus(Duration.ofDays(3)));
    }

    /** One whose files are good. */
    static IdentityFolder of(Path folder, ServiceRole role) throws IOException {
        var made = new IdentityFolder(Files.createDirectories(folder), role);
        made.put(issued(AUTHORITY, role));
        made.believe(AUTHORITY);
        return made;
    }

    IdentityFiles files() {
        return IdentityFiles.in(folder, role);
    }

    void put(CertifiedKey key) throws IOException {
        move(files().certificate(), key.chainPem());
        move(files().key(), key.keyPem());
    }

    void believe(CertificateAuthority... authorities) throws IOException {
        var text = new StringBuilder();
        for (var authority : authorities) {
            text.append(authority.self().chainPem());
        }
        move(files().authorities(), text.toString());
    }

    static void move(Path file, String text) throws IOException {
        var fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
