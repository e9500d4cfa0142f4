package dev.weir.judge.anomaly;

import java.time.Duration;
import java.time.Instant;

/**
 * What one caller did of late: events per second that fade with a time constant of {@link #MEMORY}. Not thread-safe; its owner
 * locks it.
 */
final class Activity {
    static final Duration MEMORY = Duration.ofSeconds(5);
    private static final int PATHS = 64;

    private final double[] events = new double[Feature.values().length];
    private final int[] paths = new int[PATHS];
    private int distinctPaths;
    private double bytes;
    private String lastPlace = "";
    private Instant touched;

    Activity(Instant now) {
        this.touched = now;
    }

    /** @param place the API and method of the request @param knownPath whether someone was answered there */
    void requested(Instant now, String place, String path, boolean knownPath, long bodyBytes) {
        fade(now);
        add(Feature.RATE);
        bytes += bodyBytes;
        if (!place.equals(lastPlace) && !lastPlace.isEmpty()) {
            add(Feature.SEQUENCE);
        }
        lastPlace = place;
        if (!knownPath && firstVisit(path.hashCode())) {
            add(Feature.PATHS);
        }
    }

    void answered(Instant now, boolean signIn, int status) {
        fade(now);
        if (status == 429) {
            add(Feature.LIMITED);
        } else if (status >= 400 && status < 500) {
            add(signIn ? Feature.SIGN_IN : Feature.REFUSALS);
        }
    }

    /** The point that the detector sees, one value per {@link Feature}. */
    double[] point(Instant now) {
        fade(now);
        var point = new double[events.length];
        for (var feature : Feature.values()) {
            point[feature.ordinal()] = feature == Feature.PAYLOAD
                    ? feature.scaled(bytes / Math.max(1, events[Feature.RATE.ordinal()]))
                    : feature.scaled(events[feature.ordinal()] / MEMORY.toSeconds());
        }
        return point;
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
