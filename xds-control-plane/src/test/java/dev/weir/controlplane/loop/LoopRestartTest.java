package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A control plane that ends, and goes on with the weights that it kept. */
final class LoopRestartTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void restart_goesOnWithTheWeightsOfBefore() {
        loop.learn();
        var before = loop.endpoints();
        assertThat(before).extracting(WeightedEndpoint::weight).containsExactly(600_000, 400_000);

        loop.restart(Duration.ofSeconds(5));
        loop.step();

        assertThat(loop.endpoints()).isEqualTo(before);
        assertThat(loop.quotes().policy()).isEqualTo("last-good");
    }

    @Test
    void restart_afterAMoveWithinTheDeadband_publishesWhatEnvoyHas() {
        loop.settle();
        for (int tick = 0; tick < 40; tick++) {
            loop.serve(20, 22);
        }
        for (int tick = 0; tick < 10; tick++) {
            loop.serve(200, 221);
        }
        var before = loop.endpoints();

        loop.restart(Duration.ofSeconds(1));
        loop.step();

        assertThat(loop.endpoints()).isEqualTo(before);
    }

    @Test
    void restart_learnsOn_fromFreshEvidence() {
        loop.learn();
        loop.restart(Duration.ofSeconds(5));
        for (int tick = 0; tick < 4; tick++) {
            loop.serve(50, 5);
        }

        assertThat(loop.quotes().policy()).isEqualTo("ewma");
        assertThat(loop.share(AMBER)).isCloseTo(0.4, within(0.001));
    }

    @Test
    void restart_moreThan6TimesStalenessLater_isUniform_inSteps() {
        loop.learn();
        loop.restart(Duration.ofSeconds(61));
        loop.step();

        assertThat(loop.quotes().policy()).isEqualTo("uniform");
        assertThat(loop.share(AMBER)).isCloseTo(0.5, within(0.001));
    }

    @Test
    void restart_doesNotProlongTheLastGoodWeights() {
        loop.learn();
        loop.idle(Duration.ofSeconds(40));
        loop.restart(Duration.ofSeconds(5));
        loop.step();
        assertThat(loop.quotes().policy()).isEqualTo("last-good");

        loop.idle(Duration.ofSeconds(20));
        assertThat(loop.quotes().policy()).isEqualTo("uniform");
    }

    @Test
    void restart_whileTheWeightsNeverMove_knowsThatTheyWereConfirmed() {
        loop.learn();
        for (int tick = 0; tick < 400; tick++) {
            loop.serve(5, 50);
        }
        loop.restart(Duration.ofSeconds(5));
        loop.step();

        assertThat(loop.quotes().policy()).isEqualTo("last-good");
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.000_001));
    }

    @Test
    void restart_twice_beforeAnyNodeSpoke_losesNothing() {
        loop.learn();
        var before = loop.endpoints();
        loop.restart(Duration.ofSeconds(1));
        loop.tick();
        loop.restart(Duration.ofSeconds(1));
        loop.tick();
        loop.restart(Duration.ofSeconds(1));
        loop.step();

        assertThat(loop.endpoints()).isEqualTo(before);
    }

    @Test
    void restart_whileFrozen_keepsTheFrozenWeights_howeverOld_whateverIsMeasured() {
        loop.learn();
        loop.orders.freeze("operator", "a test");
        var before = loop.endpoints();
        loop.restart(Duration.ofDays(1));
        for (int tick = 0; tick < 40; tick++) {
            loop.serve(50, 5);
        }

        assertThat(loop.endpoints()).isEqualTo(before);
        assertThat(loop.quotes().policy()).isEqualTo("frozen");

        loop.orders.unfreeze("operator", "done");
        loop.serve(50, 5);
        assertThat(loop.share(AMBER)).isCloseTo(0.4, within(0.001));
    }
}
