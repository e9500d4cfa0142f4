package dev.weir.observe.adapter.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeirMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    WeirMetersTest() {
        registry.config().meterFilter(new WeirMeters());
    }

    @Test
    void metersOfLibraries_areDropped_whereTheyAreNotNamed() {
        registry.counter("http.server.requests", "method", "WHATEVER-A-STRANGER-SAYS");
        registry.counter("weir_judge_decisions", "api", "quotes");
        new JvmMemoryMetrics().bindTo(registry);

        assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()))
                .contains("weir_judge_decisions", "jvm.memory.used")
                .doesNotContain("http.server.requests", "jvm.buffer.count");
    }

    @Test
    void durations_fallIntoTheSameBuckets_inSeconds() {
        var timer = registry.timer("weir_judge_check_duration");

        assertThat(Arrays.stream(timer.takeSnapshot().histogramCounts()).mapToDouble(bucket -> bucket.bucket() / 1e9))
                .containsExactly(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0);
    }

    @Test
    void otherTimers_haveNoBuckets() {
        assertThat(registry.timer("weir_judge_exchange_delay").takeSnapshot().histogramCounts())
                .isEmpty();
    }

    @Test
    void residentMemory_isInBytes() {
        new ResidentMemory().bindTo(registry);

        assertThat(registry.get("process.resident.memory").gauge().value()).isGreaterThan(1 << 20);
        assertThat(registry.getMeters().stream().map(Meter::getId)).anyMatch(id -> "bytes".equals(id.getBaseUnit()));
    }

    @Test
    void residentMemory_isNoNumber_whereTheSystemDoesNotSay(@TempDir Path folder) throws IOException {
        var without = Files.writeString(folder.resolve("status"), "Name: java\n");

        assertThat(ResidentMemory.bytes(without)).isNaN();
        assertThat(ResidentMemory.bytes(folder.resolve("absent"))).isNaN();
    }
}
