package dev.weir.controlplane.adapter.rest;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.model.Tier;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration in force as a page shows it: each API's terms and each pool, in words. No header, no path of an endpoint: those can be secrets. */
@Path("/api/v1/config/terms")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TermsResource {
    private final ConfigBook book;

    @Inject
    public TermsResource(ConfigBook book) {
        this.book = book;
    }

    /** @param asTheFile whether the gateway's own file says the same now @param trouble why that file was not taken when the process started */
    public record Terms(
            ConfigResource.Version version,
            boolean asTheFile,
            Optional<String> trouble,
            List<ApiTerms> apis,
            List<PoolTerms> pools) {}

    /** @param limits empty where they are those of the files @param bounds empty where there are none */
    public record ApiTerms(
            String name,
            String prefix,
            String protocol,
            String access,
            String actuator,
            List<String> pools,
            String limits,
            String bounds,
            String timeout,
            int retries) {
        static ApiTerms of(WeirConfig.Api api) {
            return new ApiTerms(
                    api.name().value(),
                    api.match().prefix(),
                    api.protocol() == WeirConfig.Protocol.JSON_RPC ? "json-rpc" : "http",
                    TermsResource.access(api.access()),
                    api.actuator().name().toLowerCase(Locale.ROOT),
                    api.pools().stream().map(Object::toString).toList(),
                    api.limits()
                            .map(limits -> Stream.of(Tier.values())
                                    .map(tier -> tier.word() + " " + limits.of(tier))
                                    .collect(Collectors.joining(", ")))
                            .orElse(""),
                    TermsResource.bounds(api.bounds()),
                    api.timeouts().request().toMillis() / 1e3 + " s",
                    api.retries().orElseThrow());
        }
    }

    /** @param endpoints empty where its nodes are the registry's */
    public record PoolTerms(String name, List<Endpoint> endpoints) {
        static PoolTerms of(WeirConfig.Pool pool) {
            return new PoolTerms(
                    pool.name().value(),
                    pool.endpoints().stream()
                            .map(each ->
                                    new Endpoint(each.name().value(), each.url().toString()))
                            .toList());
        }
    }

    /** @param url without its path */
    public record Endpoint(String name, String url) {}

    @GET
    public Terms terms() {
        var now = book.inForce();
        return new Terms(
                ConfigResource.Version.of(now.version()),
                book.isAsTheFile(),
                Optional.of(book.trouble()).filter(why -> !why.isEmpty()),
                now.config().apis().stream().map(ApiTerms::of).toList(),
                now.config().pools().stream().map(PoolTerms::of).toList());
    }

    private static String access(WeirConfig.Access access) {
        return access.isPublic()
                ? "public"
                : access.stake()
                        .map(stake -> "wallet with " + stake.toTokens() + " WEIR staked")
                        .orElse("any wallet");
    }

    private static String bounds(WeirConfig.Bounds bounds) {
        var words = new ArrayList<String>();
        bounds.budgetPer1000().ifPresent(budget -> words.add(budget.toTokens() + " WEIR for 1,000 calls"));
        bounds.availability()
                .ifPresent(part -> words.add(String.format(Locale.ROOT, "%.4g %% available", part.value() * 100)));
        bounds.regions().ifPresent(regions -> words.add("in " + String.join(", ", regions)));
        return String.join("; ", words);
    }
}
