package dev.weir.cli;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.CertifiedKey;
import dev.weir.certificates.ServiceRole;
import dev.weir.cli.instance.PrivateFiles;
import dev.weir.topology.GatewayIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir certs}: for callers or, with {@code --services}, for gateways and services among themselves, a small authority and certificates for a start. What is there already stays as it is; an authority that is there signs what is missing. */
@Command(
        name = "certs",
        description = "Makes an authority and certificates of it for a start; overwrites nothing unless asked to.",
        mixinStandardHelpOptions = true)
final class CertsCommand implements Callable<Integer> {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(1_825);
    private static final int MOST_DAYS = 825;

    @Option(names = "-o", paramLabel = "DIR", description = "the folder (default: certs)", defaultValue = "certs")
    private Path folder = Path.of("certs");

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "what a certificate is for, such as api.example; may be repeated (default: localhost)",
            defaultValue = "localhost")
    private List<String> hosts = List.of();

    @Option(names = "--days", paramLabel = "N", description = "how long they are valid", defaultValue = "365")
    private int days;

    @Option(
            names = "--services",
            paramLabel = "DIR",
            description =
                    "instead of those for callers, those by which gateways and services know each other: a folder for each role")
    private @Nullable Path services;

    @Option(
            names = "--at",
            paramLabel = "PATH",
            description =
                    "with --services: where each gateway has its folder, on its own machine (default: where it is made)")
    private @Nullable String at;

    @Option(names = "--renew", description = "with --services: also those that are there; the authority stays")
    private boolean renew;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new CommandFailed("--days " + days + " is not in 1.." + MOST_DAYS, 2);
        }
        if (services != null) {
            System.out.println(ofServices(services, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
            return 0;
        }
        if (at != null || renew) {
            throw new CommandFailed("--at and --renew are for --services DIR", 2);
        }
        for (var host : hosts) {
            if (!host.matches("(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")) {
                throw new CommandFailed(
                        "--host " + host + " is no host: write it in small letters, such as api.example", 2);
            }
        }
        try {
            System.out.println(make(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
            return 0;
        } catch (IOException e) {
            throw new CommandFailed(folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String ofServices(Path into, Instant now) {
        var path = at;
        var certificates = path == null
                ? ServiceCertificates.here(into)
                : new ServiceCertificates(into, Asked.check("--at " + path, () -> new GatewayIdentity(path)));
        try {
            var made = certificates.make(now, Duration.ofDays(days), renew);
            return (made.isEmpty()
                            ? "made nothing new in " + into + ", all was there; --renew replaces it"
                            : "made certificates for "
                                    + made.stream().map(ServiceRole::text).collect(Collectors.joining(", "))
                                    + ", valid until " + now.plus(Duration.ofDays(days)) + ", in " + into)
                    + "; each gateway has " + into.resolve("gateway") + " at "
                    + certificates.gateways().folder();
        } catch (IOException e) {
            throw new CommandFailed(into + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String make(Instant now) throws IOException {
        PrivateFiles.createFolder(folder);
        var authority = authority(now);
        var until = now.plus(Duration.ofDays(days));
        var made = new ArrayList<String>();
        var left = new ArrayList<String>();
        for (var host : hosts) {
            var name = host.replace('*', '_');
            if (Files.exists(file(name, "pem")) || Files.exists(file(name, "key"))) {
                left.add(host);
            } else {
                write(name, authority.issue(List.of(host), now, until));
                made.add(host);
            }
        }
        return (made.isEmpty()
                        ? "made nothing"
                        : "made certificates for " + String.join(", ", made) + ", valid until " + until)
                + " in " + folder + (left.isEmpty() ? "" : "; left as they were: " + String.join(", ", left))
                + "; clients have to trust " + file("ca", "pem");
    }

    private CertificateAuthority authority(Instant now) throws IOException {
        if (Files.exists(file("ca", "pem")) || Files.exists(file("ca", "key"))) {
            return new CertificateAuthority(CertifiedKey.read(file("ca", "pem"), file("ca", "key"), now));
        }
        var created = CertificateAuthority.create("Weir for a start", now, AUTHORITY_LIFE);
        write("ca", created.self());
        return created;
    }

    private Path file(String name, String ending) {
        return folder.resolve(name + "." + ending);
    }

    private void write(String name, CertifiedKey key) throws IOException {
        write(file(name, "key"), key.keyPem());
        write(file(name, "pem"), key.chainPem());
    }

    private static void write(Path file, String text) throws IOException {
        try (var out = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
