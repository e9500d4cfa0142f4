package dev.weir.controlplane.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last fifteen minutes at one point a second; of more nodes than {@value #MAX_SAMPLES} samples last for, less. Written by the weight loop, read by any thread; bounded. */
public final class History {
    static final int KEPT = 900;
    /** Of some 80 bytes. */
    static final int MAX_SAMPLES = 400_000;

    private final ArrayDeque<Point> points = new ArrayDeque<>();
    private int samples;

    /** One second of every node of every API. */
    public record Point(Instant at, List<Sample> samples) {}

    /** One node's second. */
    public record Sample(
            String api,
            String node,
            double shareWanted,
            double shareReal,
            double requestsPerSecond,
            double latencyMillis,
            double errorRatio) {}

    /** Keeps the view unless the last point is younger than a second. */
    public synchronized void add(GatewayView view) {
        if (!points.isEmpty() && view.at().isBefore(points.getLast().at().plusMillis(1_000))) {
            return;
        }
        var point = new Point(view.at(), samples(view));
        points.addLast(point);
        samples += point.samples().size();
        while (points.size() > KEPT || samples > MAX_SAMPLES && points.size() > 1) {
            samples -= points.removeFirst().samples().size();
        }
    }

    /** The points after {@code from}, oldest first, each at least {@code every} after the one before. */
    public synchronized List<Point> since(Instant from, Duration every) {
        var kept = new ArrayList<Point>();
        for (var point : points) {
            if (point.at().isAfter(from)
                    && (kept.isEmpty()
                            || !point.at().isBefore(kept.getLast().at().plus(every)))) {
                kept.add(point);
            }
        }
        return List.copyOf(kept);
    }

    private static List<Sample> samples(GatewayView view) {
        return view.apis().stream()
                .flatMap(api -> api.nodes().stream()
                        .map(node -> new Sample(
                                api.name().value(),
                                node.node().value(),
                                node.shareWanted(),
                                node.shareReal(),
                                node.requestsPerSecond(),
                                node.latencyMillis(),
                                node.errorRatio())))
                .toList();
    }
}
