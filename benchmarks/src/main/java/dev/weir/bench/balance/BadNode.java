package dev.weir.bench.balance;

import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;

/** The node that a scenario kills or slows at a time of its own: the one whose share should fall. Times are since the block's start. */
public record BadNode(int node, Duration at, Duration until) {
    /** The first of the first such fault. Those that are there from the start are no change to react to. */
    public static Optional<BadNode> of(Scenario scenario) {
        var end = scenario.warmup().plus(scenario.length());
        return scenario.faults().stream()
                .<BadNode>mapMulti((fault, found) -> {
                    if (fault instanceof Fault.Dead dead && dead.at().isPositive()) {
                        found.accept(new BadNode(
                                dead.on().indices(scenario.nodes())[0],
                                dead.at(),
                                dead.until().orElse(end)));
                    } else if (fault instanceof Fault.Slow slow && slow.at().isPositive() && slow.factor() > 1) {
                        found.accept(new BadNode(
                                slow.on().indices(scenario.nodes())[0],
                                slow.at(),
                                slow.until().orElse(end)));
                    }
                })
                .findFirst();
    }
}
