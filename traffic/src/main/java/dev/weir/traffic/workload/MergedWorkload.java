package dev.weir.traffic.workload;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Several workloads side by side, until a time. Holds one call of each. */
public final class MergedWorkload implements Workload {
    private record Head(PlannedCall call, Workload rest) {}

    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparingLong(head -> head.call().atNanos()));
    private final long endNanos;

    public MergedWorkload(List<Workload> workloads, Duration end) throws IOException {
        this.endNanos = end.toNanos();
        for (Workload workload : workloads) {
            advance(workload);
        }
    }

    @Override
    public Optional<PlannedCall> next() throws IOException {
        var head = heads.poll();
        if (head == null) {
            return Optional.empty();
        }
        advance(head.rest());
        return Optional.of(head.call());
    }

    private void advance(Workload workload) throws IOException {
        workload.next()
                .filter(call -> call.atNanos() < endNanos)
                .ifPresent(call -> heads.add(new Head(call, workload)));
    }
}
