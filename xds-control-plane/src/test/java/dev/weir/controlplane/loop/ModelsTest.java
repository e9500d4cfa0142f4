package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.loop.port.FakeModels;
import dev.weir.controlplane.loop.port.ModelSource.Latest;
import dev.weir.scoring.ScoringModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ModelsTest {
    private final SettableClock clock = new SettableClock(START);
    private final FakeModels source = new FakeModels();
    private final Models models = new Models(source, clock);
    private final ScoringModel good = FakeModels.model('a');

    @Test
    void models_beforeAnyWasPublished_saysThatEwmaDecides() {
        models.refresh();

        assertThat(models.current()).isEmpty();
        assertThat(models.view().digest()).isEmpty();
        assertThat(models.view().message()).isEqualTo("no model yet: EWMA decides");
    }

    @Test
    void goodModel_isInForce_sinceItWasSeen() {
        clock.forward(Duration.ofSeconds(7));
        source.latest = new Latest.Good(good, "trained on 300 windows");
        models.refresh();

        assertThat(models.current()).contains(good);
        assertThat(models.view().digest()).contains("a".repeat(64));
        assertThat(models.view().message()).isEqualTo("in force: trained on 300 windows");
        assertThat(models.view().since()).isEqualTo(START.plusSeconds(7));
    }

    @Test
    void refusedModel_leavesTheLastGoodOne_andSaysSo() {
        source.latest = new Latest.Good(good, "");
        models.refresh();
        source.latest = new Latest.Refused("bb", "it does not give finite predictions");
        models.refresh();

        assertThat(models.current()).contains(good);
        assertThat(models.view().message())
                .isEqualTo("refused model bb: it does not give finite predictions; the last good one stays");
    }

    @Test
    void refusedModel_whereNoneWasGood_leavesEwma() {
        source.latest = new Latest.Refused("bb", "its file is missing");
        models.refresh();

        assertThat(models.current()).isEmpty();
        assertThat(models.view().message()).isEqualTo("refused model bb: its file is missing; EWMA decides");
    }

    @Test
    void unchangedSource_changesNothing() {
        source.latest = new Latest.Good(good, "");
        models.refresh();
        var before = models.view();
        clock.forward(Duration.ofSeconds(7));
        source.latest = new Latest.Unchanged();
        models.refresh();

        assertThat(models.view()).isEqualTo(before);
    }
}
