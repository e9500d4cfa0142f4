package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.LoadReport;
import dev.weir.model.NodeId;
import dev.weir.scoring.Attempt;
import dev.weir.scoring.Reported;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What nodes say of their load is recorded and shown, and changes no share. */
final class ReportedLoadTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void whatANodeSaysOfItself_isRecorded_andShown() {
        loop.settle();
        loop.attempts.offer(reporting(AMBER, 0.42));
        loop.step();

        var reported = new Reported(OptionalDouble.of(0.42), OptionalInt.of(LoopUnderTest.IN_FLIGHT));
        assertThat(loop.kept)
                .singleElement()
                .satisfies(window -> assertThat(window.reported()).isEqualTo(reported));
        assertThat(loop.node(AMBER).reported()).isEqualTo(reported);
        assertThat(loop.node(BIRCH).reported())
                .isEqualTo(new Reported(OptionalDouble.empty(), OptionalInt.of(LoopUnderTest.IN_FLIGHT)));
    }

    @Test
    void nodeThatSaysThatItIsIdle_getsNoMoreForIt() {
        loop.settle();
        for (int tick = 0; tick < 40; tick++) {
            for (int i = 0; i < 4; i++) {
                loop.attempts.offer(reporting(AMBER, 0.001));
                loop.attempts.offer(reporting(BIRCH, 1));
            }
            loop.step();
        }

        assertThat(loop.share(AMBER)).isEqualTo(0.5);
    }

    /** Answered in 10 ms. */
    private Attempt reporting(NodeId node, double utilisation) {
        return new Attempt(
                QUOTES,
                node,
                loop.clock.instant(),
                Duration.ofMillis(10),
                true,
                false,
                Attempt.Cohort.REST,
                Optional.of(new LoadReport(utilisation, 16, 0)),
                "");
    }
}
