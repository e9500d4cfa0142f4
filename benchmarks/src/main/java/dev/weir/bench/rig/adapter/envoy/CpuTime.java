package dev.weir.bench.rig.adapter.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's processor time until now, as Linux counts it, in ticks. */
record CpuTime(long busy, long all) {
    private static final CpuTime UNKNOWN = new CpuTime(0, 0);

    static CpuTime now() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            var words = lines.findFirst().orElse("").trim().split(" +", -1);
            long all = 0;
            // user nice system idle iowait irq softirq steal; guests are in user already
            for (int i = 1; i <= 8; i++) {
                all += Long.parseLong(words[i]);
            }
            return new CpuTime(all - Long.parseLong(words[4]) - Long.parseLong(words[5]), all);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return UNKNOWN;
        }
    }

    double busySince(CpuTime then) {
        return all == then.all ? Double.NaN : (double) (busy - then.busy) / (all - then.all);
    }
}
