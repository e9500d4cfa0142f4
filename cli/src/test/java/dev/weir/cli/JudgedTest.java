package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.TanhNetwork;
import dev.weir.simulator.report.Interval;
import dev.weir.trainer.policy.GateVerdict;
import dev.weir.trainer.policy.GateVerdict.Beside;
import dev.weir.trainer.policy.GateVerdict.InScenario;
import dev.weir.trainer.policy.PolicyReport;
import dev.weir.trainer.policy.PolicyTraining;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgedTest {
    private static final Interval BETTER = new Interval(Math.log(0.9), Math.log(0.8), Math.log(0.95));
    private static final Interval WORSE = new Interval(Math.log(1.1), Math.log(1.05), Math.log(1.2));
    private static final Beside BEATEN = new Beside("least_request", BETTER, List.of(new InScenario("equal", BETTER)));
    private static final Beside STRONGER = new Beside("ewma", BETTER, List.of(new InScenario("equal", WORSE)));
    private static final Beside ALIKE =
            new Beside("current", new Interval(0, -0.1, 0.1), List.of(new InScenario("equal", BETTER)));

    @Test
    void published_isToldWithItsDigest() {
        var digest = new ModelDigest("ab".repeat(32));

        assertThat(Judged.text(new PolicyReport.Published(digest, new GateVerdict(5, 1, List.of(BEATEN)))))
                .isEqualTo(String.join(
                        "\n",
                        " COST BESIDE  least_request",
                        " equal        -10.0 % (-20.0 to -5.0)",
                        " mean         -10.0 % (-20.0 to -5.0)",
                        "",
                        " published " + digest + ": it beats every rival on the whole, and none beats it anywhere."));
    }

    @Test
    void refused_isToldWithItsReasons() {
        assertThat(Judged.text(new PolicyReport.Refused(new GateVerdict(5, 1, List.of(BEATEN, STRONGER, ALIKE)))))
                .endsWith("\n not published: it is worse than ewma in equal; it is not surely better than current."
                        + " What was in force goes on.");
    }

    @Test
    void json_hasTrainingAndVerdict() {
        var plan = new PolicyTraining.Plan(10, 4, 3, 2, 7);
        var trained = new PolicyTraining.Trained(
                new TanhNetwork(List.of(1, 1), new float[2]), List.of(new PolicyTraining.Check(10, -0.05)));

        var json =
                Judged.json(plan, trained, new PolicyReport.Refused(new GateVerdict(5, 1, List.of(BEATEN, STRONGER))));

        assertThat(json.get("published").asBoolean()).isFalse();
        assertThat(json.get("training").get("population").asInt()).isEqualTo(8);
        assertThat(json.get("training").get("runs").asInt()).isEqualTo(240);
        assertThat(json.get("checks").get(0).get("log_cost_over_planner").asDouble())
                .isEqualTo(-0.05);
        assertThat(json.get("rivals").get(0).get("beaten").asBoolean()).isTrue();
        var stronger = json.get("rivals").get(1);
        assertThat(stronger.get("rival").asText()).isEqualTo("ewma");
        assertThat(stronger.get("beaten").asBoolean()).isFalse();
        assertThat(stronger.get("by_scenario").get(0).get("worse").asBoolean()).isTrue();
        assertThat(stronger.get("by_scenario").get(0).get("log_cost").asDouble())
                .isEqualTo(Math.log(1.1));
    }
}
