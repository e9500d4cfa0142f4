package dev.weir.controlplane.fleet;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.port.NameLookup;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that are named by URL, at the addresses that their names have now. {@link #refresh} is called by one thread, the rest by any. A name that cannot be looked up
 * keeps the addresses that it had: unknown is not gone.
 */
public final class Upstreams {
    /** Of a gateway that has none. */
    public static Upstreams none() {
        return new Upstreams(List.of(), host -> {
            throw new IllegalStateException("no name to look up");
        });
    }

    /** More addresses of one name are not looked at. */
    static final int MOST = 32;

    private final NameLookup names;
    private volatile Named named;
    /** Those of what is named, and of what will be. */
    private volatile Set<String> hosts;

    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Listed listed;

    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Map<String, String> trouble = new ConcurrentHashMap<>();

    /** The nodes as they were after so many changes. */
    private record Listed(long change, List<FleetNode> nodes) {}

    /** What is configured. @param hosts names that have to be looked up */
    private record Named(List<WeirConfig.Pool> pools, int endpoints, Set<String> hosts) {
        static Named of(List<WeirConfig.Pool> pools) {
            return new Named(
                    List.copyOf(pools),
                    pools.stream().mapToInt(pool -> pool.endpoints().size()).sum(),
                    pools.stream()
                            .flatMap(pool -> pool.endpoints().stream())
                            .map(Upstream::url)
                            .filter(url -> !url.isAddress())
                            .map(url -> url.host())
                            .collect(toUnmodifiableSet()));
        }
    }

    public Upstreams(List<WeirConfig.Pool> pools, NameLookup names) {
        this.names = names;
        this.named = Named.of(pools);
        this.hosts = named.hosts();
    }

    /** Begins to look up what others will be named, so that they have addresses once they are. Until {@link #follow} nothing else changes. */
    public void prepare(List<WeirConfig.Pool> pools) {
        hosts = Stream.concat(named.hosts().stream(), Named.of(pools).hosts().stream())
                .collect(toUnmodifiableSet());
        refresh();
    }

    /** Others are named from now on. Those that are named no longer are forgotten with their trouble. */
    void follow(List<WeirConfig.Pool> pools) {
        var next = Named.of(pools);
        named = next;
        hosts = next.hosts();
        addresses.keySet().retainAll(next.hosts());
        trouble.keySet().retainAll(next.hosts());
        changes.incrementAndGet();
    }

    /** Whether every name was looked up, found or not. */
    public boolean looked() {
        return hosts.stream().allMatch(host -> addresses.containsKey(host) || trouble.containsKey(host));
    }

    /** Asks for every name; answers are taken as they come. Waits for none. */
    public void refresh() {
        for (var host : hosts) {
            names.addresses(host).whenComplete((found, failed) -> {
                if (!hosts.contains(host)) {
                    // Nobody is called so any more.
                    return;
                }
                if (failed != null || found.isEmpty()) {
                    trouble.put(host, "the name " + host + " cannot be looked up" + why(failed));
                } else {
                    var now = found.stream().sorted().limit(MOST).toList();
                    if (!now.equals(addresses.put(host, now))) {
                        changes.incrementAndGet();
                    }
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
        return named.endpoints();
    }

    /** All of them, found or not, in the order of their names: the same list until something changes. */
    List<FleetNode> nodes() {
        long change = changes.get();
        var known = listed;
        if (known == null || known.change() != change) {
            var nodes = new TreeMap<NodeId, FleetNode>();
            for (var pool : named.pools()) {
                for (var upstream : pool.endpoints()) {
                    nodes.put(upstream.name(), FleetNode.named(pool.name(), upstream, addresses(upstream)));
                }
            }
            known = new Listed(change, List.copyOf(nodes.values()));
            listed = known;
        }
        return known.nodes();
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
