package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.operator.TokenBook;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token for each person, so that the audit log names them. Made and revoked with the gateway's own token alone. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TokensResource {
    private final TokenBook tokens;
    private final Asker asker;

    @Inject
    public TokensResource(TokenBook tokens, Asker asker) {
        this.tokens = tokens;
        this.asker = asker;
    }

    /** Who a token is for. */
    public record Holder(String name, Instant madeAt) {}

    /** @param name empty where no token came along; a wrong one is refused before */
    public record Who(String name) {}

    /** For whom a token is wanted, and why. */
    public record Wanted(@Nullable String name, @Nullable String reason) {}

    /** Told once. */
    public record Made(String name, String token) {}

    @GET
    @Path("/whoami")
    public Who who() {
        return new Who(asker.name());
    }

    @GET
    @Path("/tokens")
    public List<Holder> holders() {
        return tokens.tokens().stream()
                .map(token -> new Holder(token.name(), token.madeAt()))
                .toList();
    }

    @POST
    @Path("/tokens")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response make(@Nullable Wanted wanted) {
        return byOperator(() -> {
            if (wanted == null || wanted.name() == null) {
                throw new IllegalArgumentException("name: whose token it is to be is needed");
            }
            var reason = wanted.reason() == null ? "" : wanted.reason();
            return Response.ok(new Made(wanted.name(), tokens.make(asker.name(), wanted.name(), reason)))
                    .build();
        });
    }

    @DELETE
    @Path("/tokens/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(@PathParam("name") String name, OrdersResource.@Nullable Because because) {
        return byOperator(() -> {
            tokens.revoke(asker.name(), name, OrdersResource.text(because));
            return Response.noContent().build();
        });
    }

    private Response byOperator(Supplier<Response> order) {
        return asker.isOperator()
                ? OrdersResource.taken(order)
                : AdminRefusals.response(
                        403,
                        "operator_only",
                        "Only the operator may",
                        "Tokens are made and revoked with the gateway's own token, in the control plane's data folder, file admin-token.");
    }
}
