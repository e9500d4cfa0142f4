package dev.weir.judge.pick;

import dev.weir.model.PoolName;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a call needs of its endpoint.
 *
 * @param kind what calls of about the same work share
 * @param pools that answer all of it, where not all of the API's do
 * @param method of JSON-RPC that it calls, where that is all that it does
 */
public record Wanted(String kind, Optional<Set<PoolName>> pools, Optional<String> method) {
    public Wanted {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(method, "method is null");
        pools = pools.map(Set::copyOf);
    }

    /** One that any endpoint answers. */
    static Wanted any(String kind) {
        return new Wanted(kind, Optional.empty(), Optional.empty());
    }
}
