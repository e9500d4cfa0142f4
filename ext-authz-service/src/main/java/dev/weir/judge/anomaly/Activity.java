package dev.weir.judge.anomaly;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one caller did of late: events per second that fade with a time constant of {@link #MEMORY}. Of a fixed size; not thread-safe. */
final class Activity {
    static final Duration MEMORY = Duration.ofSeconds(5);
    private static final int PATHS = 64;

    private final double[] events = new double[Feature.values().length];
    /** Half of each mark. */
    private final int[] paths = new int[PATHS];

    private int distinctPaths;
    private double bytes;
    private long lastPlace;
    private boolean placed;
    private @Nullable Patience patience;
    private Instant touched;

    Activity(Instant now) {
        this.touched = now;
    }

    /** @param knownPath whether someone was answered there */
    void take(Sighting.Asked asked, boolean knownPath) {
        fade(asked.at());
        add(Feature.RATE);
        bytes += asked.bodyBytes();
        if (placed && asked.place() != lastPlace) {
            add(Feature.SEQUENCE);
        }
        lastPlace = asked.place();
        placed = true;
        if (!knownPath && firstVisit((int) asked.path())) {
            add(Feature.PATHS);
        }
    }

    void take(Sighting.Answered answered) {
        fade(answered.at());
        if (answered.status() < 400 || answered.status() >= 500) {
            return;
        }
        if (answered.retryAfter().isPresent()) {
            if (impatient(answered, answered.retryAfter().get())) {
                add(Feature.IMPATIENCE);
            }
        } else if (answered.status() != 429) {
            add(answered.signIn() ? Feature.SIGN_IN : Feature.REFUSALS);
        }
    }

    /** As people read them, one value per {@link Feature}: events a second, and bytes. */
    double[] values(Instant now) {
        fade(now);
        var values = new double[events.length];
        for (var feature : Feature.values()) {
            values[feature.ordinal()] = feature == Feature.PAYLOAD
                    ? bytes / Math.max(1, events[Feature.RATE.ordinal()])
                    : events[feature.ordinal()] / MEMORY.toSeconds();
        }
        return values;
    }

    private boolean impatient(Sighting.Answered answered, Duration wait) {
        if (patience == null) {
            patience = new Patience();
        }
        return patience.refused(answered.api(), answered.at().minus(answered.took()), wait);
    }

    private void add(Feature feature) {
        events[feature.ordinal()]++;
    }

    /** Of the last distinct paths. */
    private boolean firstVisit(int path) {
        for (int i = 0; i < Math.min(distinctPaths, PATHS); i++) {
            if (paths[i] == path) {
                return false;
            }
        }
        paths[distinctPaths % PATHS] = path;
        distinctPaths = distinctPaths == 2 * PATHS - 1 ? PATHS : distinctPaths + 1;
        return true;
    }

    private void fade(Instant now) {
        double seconds = Duration.between(touched, now).toNanos() / 1e9;
        if (seconds <= 0) {
            return;
        }
        double kept = Math.exp(-seconds / MEMORY.toSeconds());
        for (int i = 0; i < events.length; i++) {
            events[i] *= kept;
        }
        bytes *= kept;
        touched = now;
    }
}
