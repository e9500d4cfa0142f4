package dev.weir.controlplane.loop.port;

import dev.weir.scoring.WindowSample;
import java.util.List;

/** Keeps telemetry for training. */
public interface SegmentStore {
    /** Never blocks the weight loop; what cannot be kept is counted and dropped. */
    void append(List<WindowSample> samples);
}
