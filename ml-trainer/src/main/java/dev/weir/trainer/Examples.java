package dev.weir.trainer;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.scoring.EndpointHistory;
import dev.weir.scoring.WindowSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Replays windows through the same {@link EndpointHistory} that the gateway keeps: training sees what serving will see. */
final class Examples {
    private static final double LEAST_LATENCY = 0.05;

    private Examples() {}

    private record Key(ApiName api, NodeId node) {}

    /** @param windows in the order of their ends */
    static List<Example> of(List<WindowSample> windows) {
        var histories = new HashMap<Key, EndpointHistory>();
        var examples = new ArrayList<Example>();
        for (var window : windows) {
            var history = histories.computeIfAbsent(new Key(window.api(), window.node()), key -> new EndpointHistory());
            if (history.known() && window.attempts() > 0 && window.latencyMeanMillis() > 0) {
                examples.add(example(window, history));
            }
            history.observe(window);
        }
        return List.copyOf(examples);
    }

    private static Example example(WindowSample window, EndpointHistory history) {
        return new Example(
                window.end(),
                history.features(window.end().minus(window.length())),
                Math.max(LEAST_LATENCY, window.latencyMeanMillis()),
                (double) window.failures() / window.attempts(),
                window.attempts(),
                history.latencyMillis(),
                history.failureRatio());
    }
}
