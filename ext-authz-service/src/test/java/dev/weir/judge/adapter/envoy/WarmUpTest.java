package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.judge.anomaly.port.Detector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
    private final AtomicInteger learned = new AtomicInteger();

    private final Detector detector = new Detector() {
        @Override
        public List<Double> parts(double[] point) {
            return Collections.nCopies(point.length, 0.0);
        }

        @Override
        public void learn(double[] point) {
            learned.incrementAndGet();
        }
    };

    @Test
    void madeUpRequests_areAnswered_andTeachNothing() throws IOException {
        var config = WeirConfig.read(Path.of("../weir.yaml"));

        assertThat(new WarmUp(config, detector).run()).isBetween(1, WarmUp.CHECKS);
        assertThat(learned).hasValue(0);
    }
}
