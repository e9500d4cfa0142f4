package dev.weir.judge.anomaly;

import dev.weir.scoring.OrdinaryCallers;
import java.util.Collection;
import java.util.List;

/** Recorded callers as a detector sees them, and seen callers as they are recorded. */
public final class OrdinaryPoints {
    private OrdinaryPoints() {}

    /** @throws IllegalArgumentException where they are too few, or of other features than this version looks at */
    public static List<double[]> of(OrdinaryCallers callers) {
        if (!callers.features().equals(Feature.words())) {
            throw new IllegalArgumentException(
                    "its features are " + callers.features() + ", and those looked at are " + Feature.words());
        }
        if (callers.rows().size() < OrdinaryCallers.LEAST) {
            throw new IllegalArgumentException(
                    "it has " + callers.rows().size() + " rows, and " + OrdinaryCallers.LEAST + " are the least");
        }
        return callers.rows().stream().map(Feature::scaled).toList();
    }

    /** @param rows as an {@link dev.weir.judge.anomaly.port.OrdinaryLog} gets them */
    public static OrdinaryCallers recorded(Collection<double[]> rows) {
        return new OrdinaryCallers(Feature.words(), List.copyOf(rows));
    }
}
