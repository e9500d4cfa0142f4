package dev.weir.judge.anomaly.adapter.file;

import dev.weir.judge.anomaly.OrdinaryPoints;
import dev.weir.judge.anomaly.port.OrdinaryLog;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Keeps a fair draw of what ordinary callers did, {@value #KEPT} rows until it is written. Added to by one thread and written by another; neither
 * waits for the disk while it holds the rows. A record that cannot be written is lost, and logged: nothing waits for it.
 */
public final class SeenCallers implements OrdinaryLog {
    static final int KEPT = 500;
    private static final Logger LOG = Logger.getLogger(SeenCallers.class);

    private final CallersFolder folder;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<double[]> rows = new ArrayList<>(KEPT);
    private long seen;

    /** @param clock the wall clock, for the names of files */
    public SeenCallers(CallersFolder folder, InstantSource clock, RandomGenerator random) {
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /** Each row that was seen since the last record is kept as likely as any other: reservoir sampling (Vitter's algorithm R, 1985). */
    @Override
    public synchronized void add(double[] values) {
        seen++;
        if (rows.size() < KEPT) {
            rows.add(values.clone());
            return;
        }
        long at = random.nextLong(seen);
        if (at < KEPT) {
            rows.set((int) at, values.clone());
        }
    }

    /** Writes what was kept, if anything, and starts anew. Blocks on the disk. */
    public void write() {
        var kept = taken();
        if (kept.isEmpty()) {
            return;
        }
        try {
            folder.add(OrdinaryPoints.recorded(kept), clock.instant());
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("what ordinary callers did in the last minute was not recorded: %s", e.getMessage());
        }
    }

    private synchronized List<double[]> taken() {
        var taken = List.copyOf(rows);
        rows.clear();
        seen = 0;
        return taken;
    }
}
