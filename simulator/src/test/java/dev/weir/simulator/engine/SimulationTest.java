package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.config.ConfigException;
import dev.weir.simulator.engine.SimulatedAttempt.Outcome;
import dev.weir.simulator.scenario.ScenarioText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulationTest {
    private static final Function<World, Policy> FIRST = world -> (call, gateway) -> 0;
    /** The first node that the call was not sent to. */
    private static final Function<World, Policy> NEXT = world -> (call, gateway) -> call.tried(0) ? 1 : 0;

    private static final Function<World, Policy> RANDOM =
            world -> (call, gateway) -> world.random().nextInt(world.nodes().size());

    @Test
    void sameSeed_givesTheSameRun() {
        var one = run(RANDOM, 7, BUSY);
        var other = run(RANDOM, 7, BUSY);

        assertThat(other.calls()).isEqualTo(one.calls());
        assertThat(other.failed()).isEqualTo(one.failed());
        assertThat(other.meanMillis()).isEqualTo(one.meanMillis());
        assertThat(other.quantilesMillis(0.5, 0.99, 0.999)).isEqualTo(one.quantilesMillis(0.5, 0.99, 0.999));
        assertThat(other.maxOverMeanUtilisation()).isEqualTo(one.maxOverMeanUtilisation());
    }

    @Test
    void anotherSeed_givesAnother() {
        assertThat(run(RANDOM, 8, BUSY).meanMillis())
                .isNotEqualTo(run(RANDOM, 7, BUSY).meanMillis());
    }

    @Test
    void everyPolicy_meetsTheSameCalls() {
        assertThat(calls(RANDOM))
                .hasSizeGreaterThan(1_000)
                .isEqualTo(calls(FIRST))
                .isEqualTo(calls(NEXT));
    }

    /** M/M/1: the mean time in the system is 1/(mu - lambda), here 1/(100/s - 70/s). */
    @Test
    void oneCore_isAsTheTheoryOfQueuesSays() {
        var tally = run(FIRST, 1, queue("length: 1h", 0.7, "", "{name: n, delay: 0ms}"));

        assertThat(tally.meanMillis()).isCloseTo(1_000 / 30.0, Percentage.withPercentage(3));
    }

    /** Shared processors are insensitive: the mean depends on the mean work only. */
    @ParameterizedTest
    @ValueSource(strings = {"constant", "heavy"})
    void oneCore_mindsOnlyTheMeanWork(String spread) {
        var tally = run(FIRST, 1, queue("length: 1h", 0.7, ", spread: " + spread, "{name: n, delay: 0ms}"));

        assertThat(tally.meanMillis()).isCloseTo(1_000 / 30.0, Percentage.withPercentage(4));
    }

    /** M/M/4 at a load of 0.8: Erlang's C is 0.5964, so a call waits 0.5964 / (4 - 3.2) of its mean work. In line or shared is the same. */
    @ParameterizedTest
    @ValueSource(strings = {", limit: 4", ""})
    void fourCores_areAsErlangSays(String limit) {
        var tally = run(FIRST, 1, queue("length: 30m", 0.8, "", "{name: n, cores: 4, delay: 0ms" + limit + "}"));

        assertThat(tally.meanMillis()).isCloseTo(10 * (1 + 0.5964 / 0.8), Percentage.withPercentage(3));
    }

    @Test
    void network_isCrossedTwice() {
        var tally = run(FIRST, 1, queue("length: 10s", 0.001, ", spread: constant", "{name: n, delay: 7ms}"));

        assertThat(tally.quantilesMillis(0.5)).containsExactly(24.0);
    }

    @Test
    void load_isOfWhatTheNodesCanDo() {
        var simulation = simulation(
                FIRST, 1, queue("length: 60s", 0.5, "", "{name: a, cores: 2}, {name: b, speed: 3, cores: 2}"));

        // 8 of work a second, of which half is asked for, 10 ms a call.
        assertThat(simulation.callsPerSecond()).isEqualTo(400, within(1e-9));
    }

    @Test
    void load_isOfTheWorstTime_thatTheFileNames() {
        var simulation = simulation(FIRST, 1, queue("length: 60s", 0.5, "", "{name: a}, {name: b}") + """
                faults: [{kind: dead, on: {group: b}, at: 20s, until: 30s}]
                """);

        assertThat(simulation.callsPerSecond()).isEqualTo(50, within(1e-9));
    }

    @Test
    void scenario_inWhichNobodyCanServe_isRefused() {
        var scenario = queue("length: 60s", 0.5, "", "{name: a}") + """
                faults: [{kind: dead, on: {group: a}, at: 20s, until: 30s}]
                """;

        assertThatThrownBy(() -> simulation(FIRST, 1, scenario))
                .isInstanceOf(ConfigException.class)
                .hasMessage("scenario 'q': at some time between its faults' beginnings and ends no node can serve, "
                        + "so that there is no load to speak of; keep one node up");
    }

    @Test
    void calls_areAsManyAsTheLoadSays() {
        var tally = run(FIRST, 1, queue("length: 10m", 0.5, "", "{name: a}"));

        // 30,000 expected, three standard deviations of a Poisson number.
        assertThat(tally.calls()).isBetween(30_000 - 520, 30_000 + 520);
    }

    @Test
    void rate_followsItsSteps() {
        var seen = new ArrayList<Long>();
        run(
                world -> (call, gateway) -> {
                    seen.add(call.arrived / 10_000_000_000L);
                    return 0;
                },
                1,
                queue("length: 30s", 0.5, "", "{name: a}")
                        .replace(
                                "calls: {",
                                "calls: {rate: [{at: 0s, factor: 0}, {at: 10s, factor: 1}, {at: 20s, factor: 2}], "));

        assertThat(seen.stream().filter(ten -> ten == 0)).isEmpty();
        assertThat((double) seen.stream().filter(ten -> ten == 1).count()).isCloseTo(500, within(70.0));
        assertThat((double) seen.stream().filter(ten -> ten == 2).count()).isCloseTo(1_000, within(100.0));
    }

    @Test
    void call_thatNobodyAnswers_failsAtItsTimeout() {
        var tally = run(FIRST, 1, queue("length: 10s", 0.5, "", "{name: gone}, {name: b}") + """
                faults: [{kind: dead, on: {group: gone}, at: 0s, silent: true}]
                handling: {timeout: 2s}
                """);

        assertThat(tally.calls()).isPositive();
        assertThat(tally.failed()).isEqualTo(tally.calls());
        assertThat(tally.quantilesMillis(0.5)).containsExactly(2_000.0);
        assertThat(tally.costPer1000()).isZero();
    }

    @Test
    void failedAttempt_isRetriedElsewhere() {
        var ends = new ArrayList<Outcome>();
        var tally = run(counting(ends), 1, failing(1));

        assertThat(tally.failed()).isZero();
        assertThat(ends.stream().filter(Outcome.FAILED::equals).count()).isEqualTo(tally.calls());
        assertThat(ends.stream().filter(Outcome.ANSWERED::equals).count()).isEqualTo(tally.calls());
        // There and back twice at 1 ms each way, and the work.
        assertThat(tally.quantilesMillis(0.5)).containsExactly(14.0);
    }

    @Test
    void failedAttempt_withoutRetries_isAFailedCall() {
        var tally = run(NEXT, 1, failing(0));

        assertThat(tally.calls()).isPositive();
        assertThat(tally.failed()).isEqualTo(tally.calls());
    }

    @Test
    void hedge_goesElsewhereAfterItsTime_andTheFirstAnswerCounts() {
        var ends = new ArrayList<Outcome>();
        var tally = run(
                counting(ends), 1, queue("length: 60s", 0.001, ", spread: constant", "{name: gone}, {name: b}") + """
                faults: [{kind: dead, on: {group: gone}, at: 0s, silent: true}]
                handling: {hedge: 50ms}
                """);

        assertThat(tally.calls()).isPositive();
        assertThat(tally.failed()).isZero();
        assertThat(tally.quantilesMillis(0.5, 1)).containsExactly(62.0, 62.0);
        assertThat(ends.stream().filter(Outcome.ABANDONED::equals).count()).isEqualTo(tally.calls());
    }

    @Test
    void hedge_isNotSent_whereTheAnswerCameBefore() {
        var ends = new ArrayList<Outcome>();
        run(counting(ends), 1, queue("length: 60s", 0.001, ", spread: constant", "{name: a}, {name: b}") + """
                handling: {hedge: 50ms}
                """);

        assertThat(ends).isNotEmpty().containsOnly(Outcome.ANSWERED);
    }

    @Test
    void goneNode_isKnownLate() {
        var seen = new ArrayList<Boolean>();
        run(
                world -> {
                    for (long at : new long[] {9_900, 10_900, 11_100, 20_900, 21_100}) {
                        world.time()
                                .at(
                                        at * 1_000_000,
                                        () -> seen.add(
                                                world.gateways().getFirst().knownThere(1)));
                    }
                    return (call, gateway) -> 0;
                },
                1,
                queue("length: 60s", 0.1, "", "{name: a}, {name: b}") + """
                        faults: [{kind: dead, on: {group: b}, at: 10s, until: 20s}]
                        """);

        assertThat(seen).containsExactly(true, true, false, false, true);
    }

    @Test
    void utilisation_ofTheBusiest_isOverTheMean() {
        assertThat(run(FIRST, 1, queue("length: 60s", 0.2, "", "{name: a}, {name: b}"))
                        .maxOverMeanUtilisation())
                .isEqualTo(2.0, within(1e-9));
    }

    @Test
    void cost_isOfTheNodesThatAnswered() {
        var tally = run(FIRST, 1, queue("length: 10s", 0.1, "", "{name: a, price: 40}, {name: b, price: 200}"));

        assertThat(tally.costPer1000()).isEqualTo(40_000);
        assertThat(tally.share(0)).isEqualTo(1);
        assertThat(tally.share(1)).isZero();
    }

    @Test
    void run_withoutCalls_hasNoLatency() {
        var tally = run(
                FIRST,
                1,
                queue("length: 1s", 0.5, "", "{name: a}").replace("calls: {", "calls: {rate: [{at: 0s, factor: 0}], "));

        assertThat(tally.calls()).isZero();
        assertThat(tally.quantilesMillis(0.5, 0.99)).containsExactly(Double.NaN, Double.NaN);
    }

    private static final String BUSY = queue("length: 20s", 0.8, "", "{name: a, count: 3}") + """
            faults: [{kind: flapping, on: {group: a, count: 1}, up: 2s, down: 1s}]
            """;

    private static List<String> calls(Function<World, Policy> policy) {
        var seen = new ArrayList<String>();
        run(
                world -> {
                    var chooses = policy.apply(world);
                    return (call, gateway) -> {
                        if (call.attempts == 0) {
                            seen.add(call.arrived + " " + call.gateway + " " + call.kind + " " + call.work);
                        }
                        return chooses.choose(call, gateway);
                    };
                },
                7,
                BUSY);
        return seen;
    }

    private static Function<World, Policy> counting(List<Outcome> ends) {
        return world -> new Policy() {
            @Override
            public int choose(SimulatedCall call, SimulatedGateway gateway) {
                return call.tried(0) ? 1 : 0;
            }

            @Override
            public void ended(SimulatedAttempt attempt) {
                ends.add(attempt.outcome());
            }
        };
    }

    private static String failing(int retries) {
        return queue("length: 60s", 0.001, ", spread: constant", "{name: bad}, {name: good}") + """
                faults: [{kind: liar, on: {group: bad}, answers: 0}]
                handling: {retries: %d}
                """.formatted(retries);
    }

    private static String queue(String length, double load, String spread, String nodes) {
        return """
                name: q
                %s
                warmup: 0s
                load: %s
                calls: {kinds: [{name: call, work: 10ms%s}]}
                nodes: [%s]
                """.formatted(length, load, spread, nodes);
    }

    private static Simulation simulation(Function<World, Policy> policy, long seed, String scenario) {
        return new Simulation(ScenarioText.read(scenario), List.of(), policy, seed);
    }

    private static RunTally run(Function<World, Policy> policy, long seed, String scenario) {
        return simulation(policy, seed, scenario).run();
    }
}
