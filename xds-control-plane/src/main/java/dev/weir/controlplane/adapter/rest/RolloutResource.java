package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.loop.Artifacts;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came into force, by whom and why, and the way back. {@link AdminGuard} has checked the token of a change. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class RolloutResource {
    private final AuditLog audit;
    private final Artifacts artifacts;
    private final Asker asker;

    @Inject
    public RolloutResource(AuditLog audit, Artifacts artifacts, Asker asker) {
        this.asker = asker;
        this.audit = audit;
        this.artifacts = artifacts;
    }

    /** The audit log's last entries, oldest first. @param trouble where the log is not as it was written */
    public record Audit(Optional<String> trouble, List<AuditEntry> entries) {}

    @GET
    @Path("/audit")
    public Audit audit() {
        return new Audit(audit.trouble(), audit.recent());
    }

    /** Takes the candidate back, or else what came into force last; the one before it, or none, decides again. The answer says which. */
    @POST
    @Path("/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollBack(OrdersResource.@Nullable Because because) {
        return OrdersResource.taken(() -> artifacts
                .rollBack(asker.name(), OrdersResource.text(because))
                .map(view -> Response.ok(view).build())
                .orElseGet(() -> AdminRefusals.response(
                        409,
                        "nothing_to_roll_back",
                        "Nothing to roll back",
                        "Nothing learned is in force and nothing is on its way: EWMA decides already.")));
    }
}
