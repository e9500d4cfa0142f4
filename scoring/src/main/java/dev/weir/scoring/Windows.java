package dev.weir.scoring;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The attempts of one tick as one window per API and node. */
public final class Windows {
    private final Map<Key, WindowBuilder> builders = new HashMap<>();

    private record Key(ApiName api, NodeId node) {}

    /** What a window cannot know itself. */
    public interface Terms {
        TokenAmount price(NodeId node);

        double share(ApiName api, NodeId node);

        /** By the node's heartbeats; empty where there are none. */
        default OptionalInt reportedInFlight(NodeId node) {
            return OptionalInt.empty();
        }
    }

    public static List<WindowSample> of(List<Attempt> attempts, Instant end, Duration length, Terms terms) {
        var windows = new Windows();
        attempts.forEach(windows::add);
        return windows.builders.entrySet().stream()
                .map(entry -> entry.getValue()
                        .build(
                                entry.getKey().api(),
                                entry.getKey().node(),
                                end,
                                length,
                                terms.price(entry.getKey().node()),
                                terms.share(entry.getKey().api(), entry.getKey().node()),
                                terms.reportedInFlight(entry.getKey().node())))
                .toList();
    }

    private Windows() {}

    private void add(Attempt attempt) {
        builders.computeIfAbsent(new Key(attempt.api(), attempt.node()), key -> new WindowBuilder())
                .add(attempt);
    }
}
