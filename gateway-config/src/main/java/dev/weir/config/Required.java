package dev.weir.config;

import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
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
        uniqueAt(what, names, index -> new Object[0]);
    }

    /** @param path from the record to the item of an index */
    static void uniqueAt(String what, List<?> names, IntFunction<Object[]> path) {
        var seen = new HashSet<Object>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                throw new ItemFault(what + " '" + names.get(i) + "' stands twice", path.apply(i));
            }
        }
    }

    /** Where there is no chain, nothing may ask for what only a chain knows. */
    static void withoutChain(List<WeirConfig.Api> apis, List<WeirConfig.Pool> pools) {
        for (int i = 0; i < apis.size(); i++) {
            if (apis.get(i).access().stake().isPresent()) {
                throw new ItemFault(
                        "api '" + apis.get(i).name()
                                + "' asks for a stake, which chain: memory knows none of; name a chain, or leave the stake out",
                        "apis",
                        i,
                        "access");
            }
        }
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).nodes() == WeirConfig.NodeSource.REGISTRY) {
                throw new ItemFault(
                        "pool '" + pools.get(i).name()
                                + "' takes its nodes from the registry, which chain: memory has none of; name a chain, or its endpoints by url",
                        "pools",
                        i);
            }
        }
    }
}
