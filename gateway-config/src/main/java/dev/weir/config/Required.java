package dev.weir.config;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that records of the files make. */
public final class Required {
    private Required() {}

    public static <T> T value(@Nullable T value, String key) {
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }

    public static void unique(String what, List<?> names) {
        var seen = new HashSet<Object>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " '" + name + "' stands twice");
            }
        }
    }

    /** Where there is no chain, nothing may ask for what only a chain knows. */
    static void withoutChain(List<WeirConfig.Api> apis, List<WeirConfig.Pool> pools) {
        for (var api : apis) {
            if (api.access().stake().isPresent()) {
                throw new IllegalArgumentException(
                        "api '" + api.name()
                                + "' asks for a stake, which chain: memory knows none of; name a chain, or leave the stake out");
            }
        }
        for (var pool : pools) {
            if (pool.nodes() == WeirConfig.NodeSource.REGISTRY) {
                throw new IllegalArgumentException(
                        "pool '" + pool.name()
                                + "' takes its nodes from the registry, which chain: memory has none of; name a chain, or its endpoints by url");
            }
        }
    }
}
