package dev.weir.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.EndpointHistory;
import dev.weir.scoring.WindowSample;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.ModelRegistry.Current;
import dev.weir.scoring.adapter.parquet.SegmentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Recorded.START);

    @TempDir
    private Path folder;

    @Test
    void learnableWorld_publishesAModelThatBeatsEwma() throws IOException {
        var report = train(Recorded.reverting(1));

        assertThat(report).isInstanceOf(TrainingReport.Published.class);
        var evaluation = ((TrainingReport.Published) report).evaluation();
        assertThat(evaluation.modelLatencyError()).isLessThan(0.95 * evaluation.ewmaLatencyError());
        assertThat(evaluation.gainLow()).isPositive();
        assertThat(new ModelRegistry(folder.resolve("models")).load()).isInstanceOf(Current.Good.class);
    }

    @Test
    void worldThatChanged_publishesNothing() throws IOException {
        var report = train(Recorded.changing(1));

        assertThat(report).isInstanceOf(TrainingReport.NotBetter.class);
        assertThat(new ModelRegistry(folder.resolve("models")).load()).isInstanceOf(Current.None.class);
    }

    @Test
    void fewWindows_areNotTrainedOn() throws IOException {
        var report = train(Recorded.reverting(1).subList(0, 300));

        assertThat(report).isEqualTo(new TrainingReport.TooLittleData(297, 600));
        assertThat(report.inWords()).contains("600").contains("./weir traffic");
    }

    @Test
    void sameDataAndSeed_giveTheSameModel() throws IOException {
        var first = (TrainingReport.Published) train(Recorded.reverting(2));
        var second =
                (TrainingReport.Published) Training.run(folder.resolve("segments"), folder.resolve("other"), 7, CLOCK);

        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void publishedModel_saysWhereItComesFrom() throws IOException {
        train(Recorded.reverting(1));

        var good = (Current.Good) new ModelRegistry(folder.resolve("models")).load();

        assertThat(good.provenance().seed()).isEqualTo(7);
        assertThat(good.provenance().trainer()).contains("tribuo");
        assertThat(good.provenance().from()).isBefore(good.provenance().to());
        assertThat(good.provenance().metrics()).containsKeys("latency_log_error_model", "latency_log_error_ewma");
        good.model().close();
    }

    @Test
    void publishedModel_pullsASuddenlySlowNodeBackToItsUsual() throws IOException {
        train(Recorded.reverting(1));
        var good = (Current.Good) new ModelRegistry(folder.resolve("models")).load();
        var history = new EndpointHistory();
        for (WindowSample window : Recorded.reverting(3).stream()
                .filter(window -> window.node().value().equals("node-0"))
                .limit(200)
                .toList()) {
            history.observe(window);
        }

        var prediction = good.model()
                .predict(history.features(Recorded.reverting(3).get(600).end()))
                .orElseThrow();

        assertThat(prediction.latencyMillis()).isCloseTo(5, within(1.5));
        assertThat(prediction.failureProbability()).isBetween(0.0, 0.2);
        good.model().close();
    }

    private TrainingReport train(List<WindowSample> windows) throws IOException {
        var segments = folder.resolve("segments");
        new SegmentFolder(segments).write(windows, CLOCK.instant());
        return Training.run(segments, folder.resolve("models"), 7, CLOCK);
    }
}
