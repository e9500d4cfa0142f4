package dev.weir.xds.adapter.envoy;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;

/**
 * One request, in what both variants of the protocol have in common.
 *
 * @param client who asks, by its node's id; empty where it does not say so
 * @param agent what kind of program it is, in its own words, as {@code envoy}
 * @param locality where it says that it runs, {@code region} or {@code region/zone}; empty where it does not
 * @param typeUrl of what it asks for
 * @param returns whether it has such resources from another stream
 * @param acknowledges whether it took what it was told on this one
 * @param refusal why it did not take it; empty where it refuses nothing
 */
public record Asked(
        String client,
        String agent,
        String locality,
        String typeUrl,
        boolean returns,
        boolean acknowledges,
        String refusal) {
    /** What the judge calls itself: a client that is no gateway. */
    public static final String JUDGE = "weir-judge";

    static Asked of(DiscoveryRequest request) {
        boolean first = request.getResponseNonce().isEmpty();
        boolean has = !request.getVersionInfo().isEmpty();
        return new Asked(
                request.getNode().getId(),
                request.getNode().getUserAgentName(),
                locality(request.getNode().getLocality()),
                request.getTypeUrl(),
                first && has,
                !first && has && !request.hasErrorDetail(),
                refusal(request.hasErrorDetail(), request.getErrorDetail()));
    }

    static Asked of(DeltaDiscoveryRequest request) {
        return new Asked(
                request.getNode().getId(),
                request.getNode().getUserAgentName(),
                locality(request.getNode().getLocality()),
                request.getTypeUrl(),
                request.getInitialResourceVersionsCount() > 0,
                !request.getResponseNonce().isEmpty() && !request.hasErrorDetail(),
                refusal(request.hasErrorDetail(), request.getErrorDetail()));
    }

    private static String locality(Locality where) {
        return where.getZone().isEmpty() ? where.getRegion() : where.getRegion() + "/" + where.getZone();
    }

    private static String refusal(boolean refuses, Status why) {
        return refuses && why.getMessage().isEmpty() ? "it does not say why" : why.getMessage();
    }

    /** Neither had anything before, nor was told anything here. */
    public boolean begins() {
        return !returns && !acknowledges && refusal.isEmpty();
    }

    Asked of(String typeUrl) {
        return new Asked(client, agent, locality, typeUrl, returns, acknowledges, refusal);
    }
}
