package dev.weir.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.cli.terminal.Table;
import dev.weir.simulator.report.Interval;
import dev.weir.trainer.policy.GateVerdict;
import dev.weir.trainer.policy.PolicyReport;
import dev.weir.trainer.policy.PolicyTraining;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the gate found about a policy network, as a table for people and as JSON. */
final class Judged {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private Judged() {}

    static String text(PolicyReport report) {
        var rivals = report.verdict().rivals();
        var heads = new String[rivals.size() + 1];
        heads[0] = "COST BESIDE";
        for (int i = 0; i < rivals.size(); i++) {
            heads[i + 1] = rivals.get(i).rival();
        }
        var table = new Table(heads);
        for (int scenario = 0; scenario < rivals.getFirst().scenarios().size(); scenario++) {
            int own = scenario;
            table.row(row(
                    rivals.getFirst().scenarios().get(scenario).scenario(),
                    report.verdict(),
                    rival -> cell(rival.scenarios().get(own).cost())));
        }
        table.row(row("mean", report.verdict(), rival -> cell(rival.mean())));
        return table.text() + "\n " + inWords(report);
    }

    private static String[] row(String head, GateVerdict verdict, Function<GateVerdict.Beside, String> cell) {
        var row = new String[verdict.rivals().size() + 1];
        row[0] = head;
        for (int i = 1; i < row.length; i++) {
            row[i] = cell.apply(verdict.rivals().get(i - 1));
        }
        return row;
    }

    /** Lower end, mean and upper end of how much more it costs. */
    private static String cell(Interval cost) {
        return String.format(
                Locale.ROOT,
                "%+.1f %% (%+.1f to %+.1f)",
                100 * Math.expm1(cost.mean()),
                100 * Math.expm1(cost.low()),
                100 * Math.expm1(cost.high()));
    }

    private static String inWords(PolicyReport report) {
        return switch (report) {
            case PolicyReport.Published published ->
                "published " + published.digest() + ": it beats every rival on the whole, and none beats it anywhere.";
            case PolicyReport.Refused refused ->
                "not published: "
                        + refused.verdict().rivals().stream()
                                .filter(rival -> !rival.beaten())
                                .map(Judged::why)
                                .collect(Collectors.joining("; "))
                        + ". What was in force goes on.";
        };
    }

    private static String why(GateVerdict.Beside rival) {
        var worse = rival.scenarios().stream()
                .filter(GateVerdict.InScenario::worse)
                .map(GateVerdict.InScenario::scenario)
                .toList();
        return worse.isEmpty()
                ? "it is not surely better than " + rival.rival()
                : "it is worse than " + rival.rival() + " in " + String.join(", ", worse);
    }

    static ObjectNode json(PolicyTraining.Plan plan, PolicyTraining.Trained trained, PolicyReport report) {
        var json = MAKE.objectNode();
        json.putObject("training")
                .put("generations", plan.generations())
                .put("population", 2 * plan.pairs())
                .put("scenarios", plan.scenarios())
                .put("validation", plan.validation())
                .put("seed", plan.seed())
                .put("runs", plan.runs());
        var checks = json.putArray("checks");
        trained.checks()
                .forEach(check -> checks.addObject()
                        .put("generation", check.generation())
                        .put("log_cost_over_planner", check.cost()));
        json.put("published", report instanceof PolicyReport.Published);
        json.put("seeds", report.verdict().seeds());
        var rivals = json.putArray("rivals");
        report.verdict().rivals().forEach(rival -> rivals.add(json(rival)));
        return json;
    }

    private static ObjectNode json(GateVerdict.Beside rival) {
        var json = MAKE.objectNode().put("rival", rival.rival()).put("beaten", rival.beaten());
        put(json, rival.mean());
        var scenarios = json.putArray("by_scenario");
        for (var each : rival.scenarios()) {
            put(scenarios.addObject().put("scenario", each.scenario()).put("worse", each.worse()), each.cost());
        }
        return json;
    }

    private static void put(ObjectNode json, Interval cost) {
        json.put("log_cost", cost.mean()).put("log_cost_low", cost.low()).put("log_cost_high", cost.high());
    }
}
