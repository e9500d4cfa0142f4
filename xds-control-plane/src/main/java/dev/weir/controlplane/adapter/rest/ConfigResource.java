package dev.weir.controlplane.adapter.rest;

import dev.weir.config.ConfigException;
import dev.weir.config.ShownConfig;
import dev.weir.config.YamlReader;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.controlplane.config.ConfigChange;
import dev.weir.controlplane.config.ConfigOutcome;
import dev.weir.controlplane.config.ConfigVersion;
import dev.weir.controlplane.config.ResourceChange;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration in force: what it says, secrets hidden, and its changes, each with a reason. {@link AdminGuard} has checked the token. */
@Path("/api/v1/config")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ConfigResource {
    private final ConfigBook book;
    private final ConfigChange changes;
    private final Asker asker;

    @Inject
    public ConfigResource(ConfigBook book, ConfigChange changes, Asker asker) {
        this.asker = asker;
        this.book = book;
        this.changes = changes;
    }

    /**
     * What is in force.
     *
     * @param yaml secrets hidden
     * @param asTheFile whether the gateway's own file says the same now
     * @param trouble why that file was not taken when the process started
     */
    public record Shown(Version version, String yaml, boolean asTheFile, Optional<String> trouble) {}

    /** @param takesBack the version that gateways refused, for which this one was made; 0 for none */
    public record Version(long number, Instant at, String by, String reason, String sha256, long takesBack) {
        static Version of(ConfigVersion version) {
            return new Version(
                    version.number(),
                    version.at(),
                    version.by(),
                    version.reason(),
                    version.sha256(),
                    version.takesBack());
        }
    }

    /** @param delivery none where nothing was changed */
    public record Changed(
            Version version,
            boolean made,
            List<String> changes,
            List<ResourceChange> resources,
            Optional<Delivered> delivery) {
        static Changed of(ConfigOutcome outcome) {
            return new Changed(
                    Version.of(outcome.version()),
                    outcome.made(),
                    outcome.changes(),
                    outcome.resources(),
                    outcome.delivery().map(Delivered::of));
        }
    }

    /** @param gateways milliseconds after which each had it @param takenBack the version that was refused; 0 for none */
    public record Delivered(
            long millis,
            Map<String, Long> gateways,
            List<String> waiting,
            int judges,
            Map<String, String> refused,
            long takenBack) {
        static Delivered of(ConfigOutcome.Delivery delivery) {
            var gateways = new TreeMap<String, Long>();
            delivery.gateways().forEach((gateway, took) -> gateways.put(gateway, took.toMillis()));
            return new Delivered(
                    delivery.took().toMillis(),
                    gateways,
                    delivery.waiting(),
                    delivery.judges(),
                    delivery.refused(),
                    delivery.takenBack().map(ConfigVersion::number).orElse(0L));
        }
    }

    @GET
    public Shown shown() {
        var now = book.inForce();
        return new Shown(
                Version.of(now.version()),
                ShownConfig.of(now.yaml()),
                book.isAsTheFile(),
                Optional.of(book.trouble()).filter(why -> !why.isEmpty()));
    }

    /** The last hundred, the newest first. */
    @GET
    @Path("/versions")
    public List<Version> versions() {
        return book.versions().reversed().stream().map(Version::of).toList();
    }

    /** @param name what messages call the text @param dryRun to look only */
    @PUT
    @Consumes({"application/yaml", MediaType.TEXT_PLAIN})
    public Response apply(
            String yaml,
            @QueryParam("name") @Nullable String name,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("dry-run") boolean dryRun) {
        if (yaml.length() > YamlReader.MAX_BYTES) {
            return AdminRefusals.response(413, "config_too_large", "Too large", "A configuration has at most 4 MiB.");
        }
        var called = name == null ? "the configuration" : name;
        return taken(() -> dryRun
                ? changes.look(called, yaml)
                : changes.apply(called, yaml, asker.name(), reason == null ? "" : reason));
    }

    @POST
    @Path("/undo")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response undo(OrdersResource.@Nullable Because because) {
        return taken(() -> changes.undo(asker.name(), OrdersResource.text(because)));
    }

    /** A change, or the look at one. */
    private interface Asked {
        ConfigOutcome outcome() throws ConfigChange.Busy, InterruptedException;
    }

    private static Response taken(Asked asked) {
        return OrdersResource.taken(() -> {
            try {
                return Response.ok(Changed.of(asked.outcome())).build();
            } catch (ConfigException e) {
                return AdminRefusals.response(
                        422, "config_refused", "The configuration cannot be in force", String.valueOf(e.getMessage()));
            } catch (ConfigChange.Busy e) {
                return AdminRefusals.response(
                        409, "config_busy", "Another change is on its way", String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return AdminRefusals.response(
                        503, "ending", "The control plane ends", "Ask it again once it has started.");
            }
        });
    }
}
