package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.engine.Simulation;
import dev.weir.simulator.scenario.ScenarioText;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node in five says that it is idle, and answers only some of its calls, or its health checks alone. Weir weighs what a node did, not what it says. */
final class LiarsTest {
    private static final int HONEST = 16;
    private static final int LIARS = 4;

    @ParameterizedTest
    @CsvSource({
        "weights, 0.5, 2",
        "weights, 0.5, 20",
        "weights, 0, 2",
        "weights, 0, 20",
        "pick, 0.5, 2",
        "pick, 0.5, 20",
        "pick, 0, 2",
        "pick, 0, 20"
    })
    void share_isNoMoreThanHonestServiceWouldEarn_andTwoPoints(String policy, double answers, int gateways) {
        var scenario = ScenarioText.read("""
                name: liars-in-short
                gateways: %d
                load: 0.7
                warmup: 10s
                length: 20s
                calls: {kinds: [{name: call, work: 20ms}]}
                nodes: [{name: honest, count: %d, cores: 2}, {name: liar, count: %d, cores: 2}]
                faults: [{kind: liar, on: {group: liar}, answers: %s}]
                """.formatted(gateways, HONEST, LIARS, answers));

        var tally = new Simulation(scenario, List.of(), Policies.maker(policy), 1).run();

        double share = IntStream.range(HONEST, HONEST + LIARS)
                .mapToDouble(tally::share)
                .sum();
        double earned = LIARS * answers / (HONEST + LIARS * answers);
        assertThat(share).isBetween(0.0, earned + 0.02);
        assertThat((double) tally.failed() / tally.calls()).isLessThan(0.01);
    }
}
