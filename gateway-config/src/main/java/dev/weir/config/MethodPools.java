package dev.weir.config;

import static java.util.stream.Collectors.toCollection;

import dev.weir.config.WeirConfig.Actuator;
import dev.weir.config.WeirConfig.Api;
import dev.weir.config.WeirConfig.Pool;
import dev.weir.config.WeirConfig.Protocol;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which of an API's pools answer which methods. Pools that answer the same call are a group: judge and Envoy know it by one name, so that neither a pick nor what it falls back to goes where
 * nobody answers. All pools together are no group.
 */
public final class MethodPools {
    /** Of so many pools with lists of their own there are 7 groups at most, and each endpoint names those that it is in. */
    static final int MOST = 3;

    /** By it the judge tells Envoy the group of a call; no caller can say it, and no endpoint sees it. */
    public static final String HEADER = "x-weir-group";

    private final List<Pool> pools;
    private final List<Pool> limited;
    private final Map<NodeId, PoolName> named = new HashMap<>();

    private MethodPools(List<Pool> pools) {
        this.pools = List.copyOf(pools);
        pools.forEach(pool -> pool.endpoints().forEach(endpoint -> named.put(endpoint.name(), pool.name())));
        this.limited = pools.stream().filter(pool -> pool.methods().isPresent()).toList();
    }

    /** @param all pools of the configuration; those of the API count */
    public static MethodPools of(Api api, List<Pool> all) {
        return new MethodPools(
                all.stream().filter(pool -> api.pools().contains(pool.name())).toList());
    }

    /** Whether some pool answers some methods alone. */
    public boolean any() {
        return !limited.isEmpty();
    }

    /** The pools that answer all of these. */
    public Set<PoolName> answering(Collection<String> methods) {
        return pools.stream()
                .filter(pool -> methods.stream().allMatch(method -> answers(pool, method)))
                .map(Pool::name)
                .collect(toCollection(TreeSet::new));
    }

    private static boolean answers(Pool pool, String method) {
        return pool.methods().isEmpty() || pool.methods().get().offers(method);
    }

    /** Whether the node may be sent what only these pools answer. */
    public boolean isIn(NodeId node, Set<PoolName> answering) {
        // Only endpoints that are named by URL are of a pool with a list.
        var pool = named.get(node);
        return pool == null || answering.contains(pool);
    }

    /** The name of a group of pools; empty where it is all. */
    public Optional<String> group(Set<PoolName> answering) {
        return answering.size() == pools.size() ? Optional.empty() : Optional.of(name(answering));
    }

    /** The names of all groups that a node is in. */
    public List<String> groups(NodeId node) {
        var own = named.get(node);
        var names = new ArrayList<String>();
        for (int choice = 0; choice < (1 << limited.size()) - 1; choice++) {
            var group = new TreeSet<PoolName>();
            for (var pool : pools) {
                int place = limited.indexOf(pool);
                if (place < 0 || (choice >> place & 1) == 1) {
                    group.add(pool.name());
                }
            }
            if (own == null || group.contains(own)) {
                names.add(name(group));
            }
        }
        return names;
    }

    /** The name of a group. */
    public static String name(Set<PoolName> group) {
        return group.stream().map(PoolName::value).sorted().collect(Collectors.joining("+"));
    }

    static void check(List<Api> apis, List<Pool> pools) {
        for (int i = 0; i < apis.size(); i++) {
            var api = apis.get(i);
            var own = of(api, pools);
            if (own.any()) {
                own.refusal(api).ifPresent(faultAt(i));
            }
        }
    }

    private static Consumer<String> faultAt(int api) {
        return why -> {
            throw new ItemFault(why, "apis", api, "pools");
        };
    }

    private Optional<String> refusal(Api api) {
        var first = limited.getFirst().name();
        if (api.protocol() != Protocol.JSON_RPC) {
            return Optional.of("pool '" + first + "' lists methods, and api '" + api.name()
                    + "' has none: write protocol: json-rpc, or another pool");
        }
        if (api.actuator() != Actuator.PICK) {
            return Optional.of("pool '" + first
                    + "' answers some methods alone, which the judge has to know by a call's body: write actuator: pick for api '"
                    + api.name() + "', or offer these methods as an API of their own");
        }
        if (limited.size() > MOST) {
            return Optional.of("api '" + api.name() + "' has " + limited.size() + " pools that list methods, and "
                    + MOST + " at most can be told apart");
        }
        return api.methods().patterns().stream()
                .filter(pattern -> !pattern.startsWith("!") && !pattern.endsWith("*"))
                .filter(method -> answering(List.of(method)).isEmpty())
                .findFirst()
                .map(method -> "api '" + api.name() + "' offers " + method
                        + ", which none of its pools answers: add it to the methods of one, or take it away with \"!"
                        + method + "\"");
    }
}
