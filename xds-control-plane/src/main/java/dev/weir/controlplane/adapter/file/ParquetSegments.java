package dev.weir.controlplane.adapter.file;

import dev.weir.controlplane.loop.port.SegmentStore;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.adapter.parquet.SegmentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Segments as Parquet, written every {@link #EVERY} by a thread of its own. What a crash takes is at most that long; what does not
 * fit or cannot be written is counted and dropped.
 */
public final class ParquetSegments implements SegmentStore, AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(10);
    private static final int ROOM = 50_000;
    private static final Logger LOG = Logger.getLogger(ParquetSegments.class.getName());

    private final SegmentFolder folder;
    private final InstantSource clock;
    private final ArrayBlockingQueue<WindowSample> waiting = new ArrayBlockingQueue<>(ROOM);
    private final LongAdder dropped = new LongAdder();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("segments").factory());

    public ParquetSegments(Path folder, InstantSource clock) {
        this.folder = new SegmentFolder(folder);
        this.clock = clock;
        var _ = writer.scheduleWithFixedDelay(this::write, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void append(List<WindowSample> samples) {
        for (var sample : samples) {
            if (!waiting.offer(sample)) {
                dropped.increment();
            }
        }
    }

    /** Windows that were not kept, since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.shutdownNow();
        write();
    }

    private synchronized void write() {
        var segment = new ArrayList<WindowSample>();
        waiting.drainTo(segment);
        try {
            folder.write(segment, clock.instant());
        } catch (IOException | RuntimeException e) {
            dropped.add(segment.size());
            LOG.log(Level.WARNING, "a segment of " + segment.size() + " windows could not be written", e);
        }
    }
}
