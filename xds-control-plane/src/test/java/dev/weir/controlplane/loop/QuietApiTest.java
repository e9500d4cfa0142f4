package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.topology.WeightedEndpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API that nobody calls costs a quarter, and misses nothing. */
final class QuietApiTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @BeforeEach
    void beQuiet() {
        loop.settle();
        loop.idle(ApiLoop.QUIET.plusSeconds(1));
    }

    @Test
    void nothingHappens_soThatItIsPlannedAboutOnceASecond() {
        assertThat(looks()).isBetween(3, 6);
    }

    @Test
    void oneCall_andEveryTickPlans() {
        loop.serve(5, 50);

        assertThat(looks()).isEqualTo(16);
    }

    /** The other goes on; where both did not, they would be held. */
    @Test
    void nodeThatFallsSilent_isToldInTheSameTick() {
        var last = loop.clock.instant();
        int ticks = 0;
        while (ticks < 40 && loop.endpoints().stream().allMatch(WeightedEndpoint::usable)) {
            ticks++;
            loop.clock.forward(LoopUnderTest.TICK);
            if (ticks % 8 == 0) {
                loop.beat(AMBER);
            }
            loop.tick();
        }

        assertThat(Duration.between(last, loop.clock.instant()))
                .isCloseTo(Duration.ofSeconds(5), LoopUnderTest.TICK.plusMillis(1));
        assertThat(loop.node(AMBER).usable()).isTrue();
        assertThat(loop.node(BIRCH).usable()).isFalse();
    }

    @Test
    void orders_holdFromTheNextTickOn() {
        loop.run(LoopUnderTest.TICK);

        loop.orders.pin("operator", QUOTES, AMBER, 0.45, "a test");
        loop.run(LoopUnderTest.TICK);
        assertThat(loop.share(AMBER)).isCloseTo(0.45, within(0.001));

        loop.orders.freeze("operator", "a test");
        loop.run(LoopUnderTest.TICK);
        assertThat(loop.quotes().policy()).isEqualTo("frozen");
    }

    /** In four seconds. */
    private int looks() {
        var seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int tick = 0; tick < 16; tick++) {
            loop.run(LoopUnderTest.TICK);
            seen.add(loop.quotes());
        }
        return seen.size();
    }
}
