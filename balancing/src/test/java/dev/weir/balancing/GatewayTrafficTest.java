package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GatewayTrafficTest {
    private static final Set<String> TWO = Set.of("one", "other");

    private final GatewayTraffic traffic = new GatewayTraffic();

    @Test
    void nothingSent_isNoShares() {
        assertThat(traffic.tick(TWO)).isEmpty();
    }

    @Test
    void gatewaysThatSendAlike_areEven_andStaySo() {
        var random = new SplittableRandom(1);
        run(200, 0, 0);

        for (int tick = 0; tick < 2_000; tick++) {
            traffic.observe("one", random.nextInt(10));
            traffic.observe("other", random.nextInt(10));
            var shares = traffic.tick(TWO);
            if (tick > 20) {
                assertThat(shares).isEqualTo(Map.of("one", 0.5, "other", 0.5));
            }
        }
    }

    @Test
    void gatewayThatSendsMore_hasTheLargerPart() {
        assertThat(run(300, 9, 3).get("one")).isCloseTo(0.75, within(0.01));
    }

    /** Else one half of the nodes would have a fifth more calls than planned, for ever. */
    @Test
    void gatewayThatSendsALittleMore_hasThatPart_onceItIsCertain() {
        assertThat(run(400, 60, 40).get("one")).isCloseTo(0.6, within(0.02));
    }

    @Test
    void shift_isFollowedWithinSomeSeconds() {
        run(300, 5, 5);

        assertThat(run(60, 9, 1).get("one")).isGreaterThan(0.7);
    }

    @Test
    void gatewayThatBecomesSilent_countsNoMore() {
        run(300, 5, 5);

        assertThat(run(300, 5, 0)).isEqualTo(Map.of("one", 1.0));
    }

    @Test
    void gatewayThatIsGone_isForgottenAtOnce() {
        run(300, 5, 5);

        assertThat(traffic.tick(Set.of("one"))).isEqualTo(Map.of("one", 1.0));
    }

    @Test
    void fewCalls_areNotEnough() {
        traffic.observe("one", 100);
        traffic.observe("other", 4);

        assertThat(traffic.tick(TWO)).containsOnlyKeys("one");
    }

    @Test
    void noMoreThanAThousandAreCounted() {
        var names = IntStream.range(0, 1_200).mapToObj(i -> "gateway-" + i).collect(Collectors.toSet());
        names.forEach(name -> traffic.observe(name, 10));

        assertThat(traffic.tick(names)).hasSize(1_000);
    }

    private Map<String, Double> run(int ticks, int one, int other) {
        Map<String, Double> shares = Map.of();
        for (int tick = 0; tick < ticks; tick++) {
            traffic.observe("one", one);
            traffic.observe("other", other);
            shares = traffic.tick(TWO);
        }
        return shares;
    }
}
