package dev.weir.judge.anomaly.port;

import java.util.List;

/** Tells how far a point lies above those of ordinary callers. By one thread at a time. */
public interface Detector {
    /**
     * One value in [0, 1] per feature: its part in how unusual the point is. Their sum is at most 1. Only values that are higher
     * than usual count; who does less of everything than others is no anomaly.
     */
    List<Double> parts(double[] point);
}
