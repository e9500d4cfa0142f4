package dev.weir.controlplane.view;

import dev.weir.controlplane.view.GatewayView.ApiView;
import dev.weir.controlplane.view.GatewayView.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was seen before, to say later why a node had its weight: each view at which weights, policy or a node's state changed, and one every
 * {@link #EVERY} between. Written by the weight loop, read by any thread; bounded in rows of nodes, so that many nodes are remembered for less long.
 */
public final class PastViews {
    static final Duration EVERY = Duration.ofSeconds(10);
    static final int MAX_ROWS = 20_000;

    private final ArrayDeque<GatewayView> views = new ArrayDeque<>();
    private int rows;

    public synchronized void add(GatewayView view) {
        if (!views.isEmpty()
                && view.at().isBefore(views.getLast().at().plus(EVERY))
                && sameWeights(view.apis(), views.getLast().apis())) {
            return;
        }
        views.addLast(view);
        rows += rows(view);
        while (rows > MAX_ROWS && views.size() > 1) {
            rows -= rows(views.removeFirst());
        }
    }

    /** What stood then: the youngest view that is no younger; empty where that was forgotten, or never seen. */
    public synchronized Optional<GatewayView> at(Instant time) {
        var newestFirst = views.descendingIterator();
        while (newestFirst.hasNext()) {
            var view = newestFirst.next();
            if (!view.at().isAfter(time)) {
                return Optional.of(view);
            }
        }
        return Optional.empty();
    }

    /** When the oldest was seen; empty before the first. */
    public synchronized Optional<Instant> since() {
        return Optional.ofNullable(views.peekFirst()).map(GatewayView::at);
    }

    private static int rows(GatewayView view) {
        return 1 + view.apis().stream().mapToInt(api -> api.nodes().size()).sum();
    }

    private static boolean sameWeights(List<ApiView> some, List<ApiView> others) {
        return some.size() == others.size()
                && IntStream.range(0, some.size()).allMatch(i -> sameWeights(some.get(i), others.get(i)));
    }

    /** Asked four times a second of all nodes; an API that rests is the same view. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameWeights(ApiView some, ApiView other) {
        return some == other
                || some.name().equals(other.name())
                        && some.policy().equals(other.policy())
                        && some.nodes().size() == other.nodes().size()
                        && IntStream.range(0, some.nodes().size())
                                .allMatch(i -> sameWeight(
                                        some.nodes().get(i), other.nodes().get(i)));
    }

    private static boolean sameWeight(NodeView one, NodeView other) {
        return one.node().equals(other.node())
                && one.weight() == other.weight()
                && one.usable() == other.usable()
                && one.drained() == other.drained();
    }
}
