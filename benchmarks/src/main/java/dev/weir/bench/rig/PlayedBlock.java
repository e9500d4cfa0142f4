package dev.weir.bench.rig;

import dev.weir.bench.load.CallEnd;
import java.util.List;

/**
 * All that was seen of one block under one policy.
 *
 * @param startMicros the block's start, since the epoch
 * @param attempts of this policy's cluster, as Envoy logged them
 * @param utilisation of each node over the measured time
 * @param upstreamLatestMillis how late the latest answer left its node
 * @param cpuBusy part of the machine's processors that was busy, by anyone; NaN where the system does not tell
 */
public record PlayedBlock(
        long startMicros,
        List<CallEnd> ends,
        List<SeenAttempt> attempts,
        List<Double> utilisation,
        double upstreamLatestMillis,
        double cpuBusy) {
    public PlayedBlock {
        ends = List.copyOf(ends);
        attempts = List.copyOf(attempts);
        utilisation = List.copyOf(utilisation);
    }
}
