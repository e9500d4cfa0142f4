package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.adapter.quarkus.Settings;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.operator.TokenBook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the admin API. Any request must name this host (against DNS rebinding) and, from a browser, come from our own pages;
 * a change must carry the token that {@code weir up} made, or one that was made for a person; a wrong one is refused at reads too. Heartbeats carry their own signature
 * instead. Fails closed: what is no token of anybody changes nothing.
 */
@ApplicationScoped
public class AdminGuard {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private static final Logger LOG = Logger.getLogger(AdminGuard.class.getName());
    private static final int MOST_BYTES = 64 << 10;

    private final TokenBook tokens;
    private final Asker asker;
    private final Path tokenFile;
    private final Set<String> hosts;

    @Inject
    public AdminGuard(
            Settings settings, TokenBook tokens, Asker asker, @ConfigProperty(name = "quarkus.http.port") int port) {
        this.tokens = tokens;
        this.asker = asker;
        this.tokenFile = settings.dataDir().resolve("admin-token");
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /** Empty where the request may go on. */
    @ServerRequestFilter
    public Optional<Response> refusal(ContainerRequestContext request, ResourceInfo resource) {
        var host = request.getHeaderString("Host");
        if (host == null || !hosts.contains(host)) {
            return Optional.of(AdminRefusals.response(
                    421, "host_unknown", "Wrong host", "Call this server as 127.0.0.1 or localhost with its port."));
        }
        var origin = request.getHeaderString("Origin");
        // A browser sends no Origin where a foreign page names one of our reads as an image.
        boolean foreign = "cross-site".equals(request.getHeaderString("Sec-Fetch-Site"));
        if (foreign || (origin != null && !hosts.contains(origin.replaceFirst("^http://", "")))) {
            return Optional.of(AdminRefusals.response(
                    403, "origin_foreign", "Foreign origin", "Pages of other sites may not call this server."));
        }
        if (tooLong(request, resource)) {
            return Optional.of(AdminRefusals.response(
                    413, "body_too_large", "Too large", "At most 64 KiB with a Content-Length are taken here."));
        }
        var header = request.getHeaderString("Authorization");
        if (isHeartbeat(resource) || (header == null && READS.contains(request.getMethod()))) {
            return Optional.empty();
        }
        var owner = owner(header);
        owner.ifPresent(asker::is);
        if (owner.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(AdminRefusals.response(
                401,
                "admin_token_required",
                "Changes need the admin token",
                header == null
                        ? "Send Authorization: Bearer with your token, or the gateway's own in the control plane's data folder, file admin-token."
                        : "This token is nobody's: it was revoked, or is not whole."));
    }

    /** A configuration alone is long. */
    private static boolean tooLong(ContainerRequestContext request, ResourceInfo resource) {
        return !resource.getResourceClass().equals(ConfigResource.class)
                && (request.getLength() > MOST_BYTES || request.getHeaderString("Transfer-Encoding") != null);
    }

    /** By the resource that was matched, never by the text of the path, which a caller can dress up. */
    private static boolean isHeartbeat(ResourceInfo resource) {
        return resource.getResourceClass().equals(HeartbeatResource.class);
    }

    private Optional<String> owner(@Nullable String header) {
        if (header == null || !header.startsWith("Bearer ")) {
            return Optional.empty();
        }
        var token = header.substring("Bearer ".length());
        try {
            byte[] expected = Files.readString(tokenFile).strip().getBytes(StandardCharsets.UTF_8);
            byte[] given = token.getBytes(StandardCharsets.UTF_8);
            if (expected.length >= 32 && MessageDigest.isEqual(expected, given)) {
                return Optional.of(AuditEntry.OPERATOR);
            }
        } catch (IOException e) {
            // Who has a token of their own needs no file.
            LOG.warning(() -> tokenFile + " cannot be read: " + e);
        }
        return tokens.owner(token);
    }
}
