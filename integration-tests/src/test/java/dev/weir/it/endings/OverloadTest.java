package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.config.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock Envoy with our bootstrap whose heap is smaller than what it holds. */
final class OverloadTest {
    private static final int PORTS = 23_480;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void envoyOutOfMemory_refusesNewRequests_withAProblem_andGivesMemoryBack(@TempDir Path folder) throws IOException {
        var shipped = Files.readString(ROOT.resolve("envoy-config/bootstrap.yaml"));
        assertThat(shipped).contains("max_heap_size_bytes: 1073741824");
        var small = Files.writeString(
                folder.resolve("small.yaml"),
                shipped.replace("max_heap_size_bytes: 1073741824", "max_heap_size_bytes: 1048576"));
        try (var rig = new EndingsRig(
                PORTS, ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"), small, folder, Edge.DEFAULT, List.of())) {
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> rig.stat("overload.envoy.overload_actions.stop_accepting_requests.active") == 1);

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(rig.calls().get("/leaving/any"))
                            .startsWith("HTTP/1.1 503")
                            .contains(
                                    "retry-after: 1\r\n",
                                    "content-type: application/problem+json\r\n",
                                    "\"gateway_full\""));
            assertThat(rig.judge().asked("/leaving/any")).isFalse();
            assertThat(rig.stat("overload.envoy.overload_actions.shrink_heap.active"))
                    .isEqualTo(1);
            assertThat(rig.stat("overload.envoy.overload_actions.reset_high_memory_stream.scale_percent"))
                    .isEqualTo(100);
            assertThat(rig.stat("overload.envoy.overload_actions.reduce_timeouts.scale_percent"))
                    .isEqualTo(100);
        }
    }
}
