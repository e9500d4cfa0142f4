package dev.weir.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.simulator.scenario.ScenarioText;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonJsonTest {
    private static final Comparison COMPARISON = new Comparison(
            ScenarioText.read("""
                    name: two
                    gateways: 3
                    load: 0.9
                    length: 20s
                    calls: {kinds: [{name: call, work: 20ms}]}
                    nodes: [{name: alike, count: 4}]
                    """),
            5,
            7,
            List.of(new PolicyResult(
                    "pick",
                    around(10),
                    around(20),
                    around(30),
                    around(40),
                    around(0.5),
                    around(100_000),
                    around(1.5),
                    new Interval(Double.NaN, Double.NaN, Double.NaN))),
            "sed",
            1.05);

    @Test
    void oneScenario_isTheObjectItself() {
        assertThat(ComparisonJson.of(List.of(COMPARISON)).toPrettyString()).isEqualTo("""
                {
                  "scenario" : "two",
                  "gateways" : 3,
                  "load" : 0.9,
                  "seeds" : 5,
                  "first_seed" : 7,
                  "best_limit" : "sed",
                  "headroom" : 1.05,
                  "policies" : [ {
                    "name" : "pick",
                    "p50_ms" : 10.0,
                    "p50_ms_low" : 9.5,
                    "p50_ms_high" : 10.5,
                    "p90_ms" : 20.0,
                    "p90_ms_low" : 19.5,
                    "p90_ms_high" : 20.5,
                    "p99_ms" : 30.0,
                    "p99_ms_low" : 29.5,
                    "p99_ms_high" : 30.5,
                    "p999_ms" : 40.0,
                    "p999_ms_low" : 39.5,
                    "p999_ms_high" : 40.5,
                    "failures" : 0.5,
                    "failures_low" : 0.0,
                    "failures_high" : 1.0,
                    "cost_per_1000" : 100000.0,
                    "cost_per_1000_low" : 99999.5,
                    "cost_per_1000_high" : 100000.5,
                    "max_over_mean_utilisation" : 1.5,
                    "max_over_mean_utilisation_low" : 1.0,
                    "max_over_mean_utilisation_high" : 2.0,
                    "gap_closed_p99" : null,
                    "gap_closed_p99_low" : null,
                    "gap_closed_p99_high" : null
                  } ]
                }""");
    }

    @Test
    void severalScenarios_standSideBySide() {
        var json = ComparisonJson.of(List.of(COMPARISON, COMPARISON));

        assertThat(json.fieldNames()).toIterable().containsExactly("scenarios");
        assertThat(json.get("scenarios")).hasSize(2);
        assertThat(json.get("scenarios").get(1).get("scenario").asText()).isEqualTo("two");
    }

    private static Interval around(double mean) {
        return new Interval(mean, mean - 0.5, mean + 0.5);
    }
}
