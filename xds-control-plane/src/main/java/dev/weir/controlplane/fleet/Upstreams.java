package dev.weir.controlplane.fleet;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.port.NameLookup;
import dev.weir.model.EndpointAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes that are named by URL, at the addresses that their names have now. {@link #refresh} is called by one thread, the rest by any. A name that cannot be looked up
 * keeps the addresses that it had: unknown is not gone.
 */
public final class Upstreams {
    /** Of a gateway that has none. */
    public static final Upstreams NONE = new Upstreams(List.of(), host -> {
        throw new IllegalStateException("no name to look up");
    });

    /** More addresses of one name are not looked at. */
    static final int MOST = 32;

    private final List<WeirConfig.Pool> pools;
    private final NameLookup names;
    private final Set<String> hosts;
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Map<String, String> trouble = new ConcurrentHashMap<>();

    public Upstreams(List<WeirConfig.Pool> pools, NameLookup names) {
        this.pools = List.copyOf(pools);
        this.names = names;
        this.hosts = pools.stream()
                .flatMap(pool -> pool.endpoints().stream())
                .map(Upstream::url)
                .filter(url -> !url.isAddress())
                .map(url -> url.host())
                .collect(toUnmodifiableSet());
    }

    /** Asks for every name; answers are taken as they come. Waits for none. */
    public void refresh() {
        for (var host : hosts) {
            names.addresses(host).whenComplete((found, failed) -> {
                if (failed != null || found.isEmpty()) {
                    trouble.put(host, "the name " + host + " cannot be looked up" + why(failed));
                } else {
                    addresses.put(host, found.stream().sorted().limit(MOST).toList());
                    trouble.remove(host);
                }
            });
        }
    }

    private static String why(Throwable failed) {
        return failed == null || failed.getMessage() == null ? "" : ": " + failed.getMessage();
    }

    /** How many there are. */
    int count() {
        return pools.stream().mapToInt(pool -> pool.endpoints().size()).sum();
    }

    /** All of them, found or not. */
    List<FleetNode> nodes() {
        var nodes = new ArrayList<FleetNode>();
        for (var pool : pools) {
            for (var upstream : pool.endpoints()) {
                nodes.add(FleetNode.named(pool.name(), upstream, addresses(upstream)));
            }
        }
        return nodes;
    }

    private List<EndpointAddress> addresses(Upstream upstream) {
        var url = upstream.url();
        var found = url.isAddress() ? List.of(url.host()) : addresses.getOrDefault(url.host(), List.of());
        return found.stream()
                .map(address -> (EndpointAddress) new EndpointAddress.Socket(address, url.port()))
                .toList();
    }

    /** Which names cannot be looked up now, and why, in words. */
    public Optional<String> trouble() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", new TreeMap<>(trouble).values()));
    }
}
