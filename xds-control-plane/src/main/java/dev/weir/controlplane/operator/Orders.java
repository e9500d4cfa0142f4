package dev.weir.controlplane.operator;

import dev.weir.balancing.Pin;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The operator's standing orders.
 *
 * @param pins by API, then node
 */
public record Orders(Map<ApiName, Map<NodeId, Pin>> pins, Optional<Freeze> freeze) {
    public static final Orders NONE = new Orders(Map.of(), Optional.empty());

    public Orders {
        var copy = new TreeMap<ApiName, Map<NodeId, Pin>>();
        pins.forEach((api, byNode) -> {
            if (!byNode.isEmpty()) {
                copy.put(api, Collections.unmodifiableMap(new TreeMap<>(byNode)));
            }
        });
        pins = Collections.unmodifiableMap(copy);
    }

    public Optional<Pin> pin(ApiName api, NodeId node) {
        return Optional.ofNullable(pins.getOrDefault(api, Map.of()).get(node));
    }

    Orders withPin(ApiName api, NodeId node, Optional<Pin> pin) {
        var all = new HashMap<>(pins);
        var ofApi = new HashMap<>(pins.getOrDefault(api, Map.of()));
        pin.ifPresentOrElse(value -> ofApi.put(node, value), () -> ofApi.remove(node));
        all.put(api, ofApi);
        return new Orders(all, freeze);
    }

    /** Weights stand still, for a reason. */
    public record Freeze(String reason, Instant since) {
        public Freeze {
            Objects.requireNonNull(reason, "reason is null");
            Objects.requireNonNull(since, "since is null");
        }
    }
}
