package dev.weir.cli;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.CertifiedKey;
import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import dev.weir.cli.instance.PrivateFiles;
import dev.weir.topology.GatewayIdentity;
import dev.weir.topology.adapter.envoy.ServiceSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * By what services and gateways know each other, for a start: an authority in {@code authority.crt} and {@code authority.key}, all that are believed in
 * {@code ca.crt}, and for each role a folder with its certificate, its key and those that it believes. Each file is moved into place whole, which Envoy looks
 * for. What is there stays, unless it is to be renewed. An authority that is taken away is replaced by a new one, and believed until it is taken out of
 * {@code ca.crt}.
 *
 * @param gateways where each gateway has its folder, on its own machine
 */
public record ServiceCertificates(Path folder, GatewayIdentity gateways) {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(1_825);

    /** With gateways on this machine, which read the folder that is made here. */
    public static ServiceCertificates here(Path folder) {
        return new ServiceCertificates(
                folder,
                new GatewayIdentity(
                        folder(folder, ServiceRole.GATEWAY).toAbsolutePath().toString()));
    }

    private static Path folder(Path folder, ServiceRole role) {
        return folder.resolve(role.text());
    }

    /** The files of a role. */
    public IdentityFiles files(ServiceRole role) {
        return IdentityFiles.in(folder(folder, role), role);
    }

    /** @param renew also those that are there @return the roles that have a new certificate */
    public List<ServiceRole> make(Instant now, Duration life, boolean renew) throws IOException {
        PrivateFiles.createFolder(folder);
        var authority = authority(now);
        var believed = believed(authority);
        var made = new ArrayList<ServiceRole>();
        for (var role : ServiceRole.values()) {
            var files = files(role);
            PrivateFiles.createFolder(folder(folder, role));
            replace(files.authorities(), believed);
            if (renew || !Files.exists(files.certificate()) || !Files.exists(files.key())) {
                var issued = authority.issue(List.of(role.uri()), now, now.plus(life));
                replace(files.key(), issued.keyPem());
                replace(files.certificate(), issued.chainPem());
                made.add(role);
            }
        }
        for (var file : ServiceSocket.files(gateways).entrySet()) {
            replace(folder(folder, ServiceRole.GATEWAY).resolve(file.getKey()), file.getValue());
        }
        return List.copyOf(made);
    }

    private CertificateAuthority authority(Instant now) throws IOException {
        var certificate = folder.resolve("authority.crt");
        var key = folder.resolve("authority.key");
        if (Files.exists(certificate) || Files.exists(key)) {
            return new CertificateAuthority(CertifiedKey.read(certificate, key, now));
        }
        var created = CertificateAuthority.create("Weir services for a start", now, AUTHORITY_LIFE);
        replace(key, created.self().keyPem());
        replace(certificate, created.self().chainPem());
        return created;
    }

    private String believed(CertificateAuthority authority) throws IOException {
        var file = folder.resolve("ca.crt");
        var before = Files.exists(file) ? Files.readString(file) : "";
        var own = authority.self().chainPem();
        replace(file, before.contains(own) ? before : own + before);
        return Files.readString(file);
    }

    private static void replace(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            PrivateFiles.replace(file, text);
        }
    }
}
