package dev.weir.controlplane.adapter.rest;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.bans.Ban;
import dev.weir.controlplane.bans.BanBook;
import dev.weir.controlplane.bans.Revocation;
import dev.weir.controlplane.bans.port.BanAudience.Heard;
import dev.weir.model.WalletAddress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who is refused, for how long and why. {@link AdminGuard} has checked the token of a change. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class BansResource {
    private final BanBook bans;
    private final WeirConfig config;
    private final Asker asker;

    @Inject
    public BansResource(BanBook bans, WeirConfig config, Asker asker) {
        this.bans = bans;
        this.config = config;
        this.asker = asker;
    }

    /** For how long, in seconds, and why. */
    public record Wanted(@Nullable Long seconds, @Nullable String reason) {}

    /** Of wallets and addresses, and of wallets whose sessions of before were ended. */
    public record Shown(List<Ban> banned, List<Revocation> revoked) {}

    /** @param judges how many there are @param inForce at how many of them it is in force now */
    public record Told(int judges, int inForce) {
        static Told of(Heard heard) {
            return new Told(heard.all(), heard.took());
        }
    }

    @GET
    @Path("/bans")
    public Shown shown() {
        var now = bans.standing();
        return new Shown(
                List.copyOf(now.banned().values()), List.copyOf(now.revoked().values()));
    }

    @PUT
    @Path("/bans/{subject}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response ban(@PathParam("subject") String subject, @Nullable Wanted wanted) {
        return told(() -> {
            if (wanted == null || wanted.seconds() == null) {
                throw new IllegalArgumentException("seconds: for how long is needed");
            }
            var reason = wanted.reason() == null ? "" : wanted.reason();
            return bans.ban(asker.name(), subject, Duration.ofSeconds(wanted.seconds()), reason);
        });
    }

    @DELETE
    @Path("/bans/{subject}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response unban(@PathParam("subject") String subject, OrdersResource.@Nullable Because because) {
        return told(() -> bans.unban(asker.name(), subject, OrdersResource.text(because)));
    }

    /** Ends the sessions that the wallet has now. */
    @DELETE
    @Path("/sessions/{wallet}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(@PathParam("wallet") String wallet, OrdersResource.@Nullable Because because) {
        return told(() -> bans.revoke(
                asker.name(), new WalletAddress(wallet), config.auth().sessionLife(), OrdersResource.text(because)));
    }

    private static Response told(Supplier<Heard> order) {
        return OrdersResource.taken(() -> Response.ok(Told.of(order.get())).build());
    }
}
