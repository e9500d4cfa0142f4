package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator's orders hold against what is measured. */
final class FreezeAndPinTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void freeze_holdsEveryWeight_whileLearningGoesOn() {
        loop.settle();
        loop.orders.freeze("operator", "a test");
        int before = loop.publisher.published.size();
        for (int tick = 0; tick < 40; tick++) {
            loop.serve(5, 50);
        }

        assertThat(loop.publisher.published).hasSize(before);
        assertThat(loop.share(AMBER)).isEqualTo(0.5);
        assertThat(loop.quotes().policy()).isEqualTo("frozen");

        loop.orders.unfreeze("operator", "done");
        loop.serve(5, 50);
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void freeze_doesNotKeepASilentNodeInTraffic() {
        loop.settle();
        loop.orders.freeze("operator", "a test");
        for (int second = 0; second < 6; second++) {
            loop.clock.forward(Duration.ofSeconds(1));
            loop.beat(AMBER);
            loop.tick();
        }

        assertThat(loop.endpoints()).extracting(WeightedEndpoint::usable).containsExactly(true, false);
    }

    @Test
    void pin_holdsItsShare_againstWhatIsMeasured_untilItIsTakenBack() {
        loop.settle();
        loop.orders.pin("operator", QUOTES, AMBER, 0.45, "a test");
        for (int tick = 0; tick < 20; tick++) {
            loop.serve(5, 50);
        }
        assertThat(loop.share(AMBER)).isCloseTo(0.45, within(0.001));
        assertThat(loop.node(AMBER).pin()).isPresent();

        loop.orders.unpin("operator", QUOTES, AMBER, "done");
        for (int tick = 0; tick < 4; tick++) {
            loop.serve(5, 50);
        }
        assertThat(loop.share(AMBER)).isCloseTo(0.6, within(0.001));
    }

    @Test
    void pin_onOneApi_leavesTheOthers() {
        loop.settle();
        loop.orders.pin("operator", QUOTES, AMBER, 0.45, "a test");
        loop.run(Duration.ofSeconds(1));

        assertThat(loop.view().apis())
                .filteredOn(api -> !api.name().equals(QUOTES))
                .allSatisfy(
                        api -> assertThat(api.nodes().getFirst().shareWanted()).isEqualTo(0.5));
    }

    @Test
    void freeze_whileANodeLeavesAndComesBack_learnsNothing() {
        loop.learn();
        loop.orders.freeze("operator", "a test");
        loop.registered = () -> List.of(registered(AMBER));
        loop.registry.refresh();
        loop.tick();
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::weight).containsExactly(1_000_000);

        loop.registered = () -> List.of(registered(AMBER), registered(BIRCH));
        loop.registry.refresh();
        loop.serve(50, 5);
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::weight).containsExactly(600_000, 400_000);
    }
}
