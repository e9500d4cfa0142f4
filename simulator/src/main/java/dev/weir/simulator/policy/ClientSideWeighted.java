package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.World;
import java.util.Arrays;

/**
 * Client-side weighted round robin with ORCA reports, gRFC A58: each answer carries the node's rate, errors and utilisation over about the last second;
 * the weight is the rate over the utilisation. A node gets the mean until it has reported for a while. That while, and how often weights are computed,
 * are the scenario's; 10 s and a second as Envoy has them where it says nothing.
 */
final class ClientSideWeighted implements Policy {
    private static final double SECOND = 1e9;
    private static final double ERROR_PENALTY = 1;
    /** Reports of utilisation below this are not to be divided by. */
    private static final double LEAST_UTILISATION = 0.01;

    private final World world;
    private final Choices choices;
    private final Schedule[] schedules;
    private final double[][] reported;
    private final long[][] reportedSince;
    private final double[][] weights;
    private final Report[] reports;

    /** What a node knows of itself: means that forget with a time constant of a second, as {@code LoadMeter} of the node's agent has them. */
    private static final class Report {
        long seenAt;
        double busyBefore;
        double utilisation;
        double rate;
        double errors;

        void pass(long now, double busyNanos, int cores) {
            if (now > seenAt) {
                double kept = Math.exp(-(now - seenAt) / SECOND);
                double meanwhile = (busyNanos - busyBefore) / (now - seenAt) / cores;
                utilisation = meanwhile + (utilisation - meanwhile) * kept;
                rate *= kept;
                errors *= kept;
                busyBefore = busyNanos;
                seenAt = now;
            }
        }
    }

    ClientSideWeighted(World started) {
        world = started;
        int nodes = started.nodes().size();
        int gateways = started.gateways().size();
        choices = new Choices(nodes);
        reported = new double[gateways][nodes];
        reportedSince = new long[gateways][nodes];
        weights = new double[gateways][nodes];
        schedules = new Schedule[gateways];
        reports = new Report[nodes];
        Arrays.setAll(reports, node -> new Report());
        for (int gateway = 0; gateway < gateways; gateway++) {
            Arrays.fill(weights[gateway], 1);
            Arrays.fill(reportedSince[gateway], Long.MAX_VALUE);
            schedules[gateway] = new Schedule();
            begin(gateway);
        }
        var update = started.scenario().signals().update();
        started.time().every(update, update, this::update);
    }

    private void begin(int gateway) {
        schedules[gateway].begin(
                weights[gateway].length,
                node -> weights[gateway][node],
                world.random().nextInt(weights[gateway].length));
    }

    private void update() {
        for (int gateway = 0; gateway < weights.length; gateway++) {
            double[] fresh = new double[weights[gateway].length];
            long blackout =
                    world.time().now() - world.scenario().signals().blackout().toNanos();
            for (int node = 0; node < fresh.length; node++) {
                fresh[node] = reportedSince[gateway][node] <= blackout ? reported[gateway][node] : 0;
            }
            double mean =
                    Arrays.stream(fresh).filter(weight -> weight > 0).average().orElse(1);
            for (int node = 0; node < fresh.length; node++) {
                fresh[node] = fresh[node] > 0 ? fresh[node] : mean;
            }
            weights[gateway] = fresh;
            begin(gateway);
        }
    }

    @Override
    public int choose(SimulatedCall call, SimulatedGateway gateway) {
        choices.of(call, gateway, world.time().now());
        return schedules[gateway.index()].next(
                node -> weights[gateway.index()][node], choices::contains, choices, world.random());
    }

    @Override
    public void ended(SimulatedAttempt attempt) {
        int node = attempt.node();
        // Only an answer carries a report.
        if (attempt.outcome() == SimulatedAttempt.Outcome.ABANDONED || attempt.refused()) {
            return;
        }
        var report = reports[node];
        var served = world.nodes().get(node);
        report.pass(world.time().now(), served.busyNanos(), served.spec().cores());
        report.rate++;
        report.errors += attempt.outcome() == SimulatedAttempt.Outcome.FAILED ? 1 : 0;
        boolean liar = served.conditions().liar();
        double utilisation = liar ? LEAST_UTILISATION : Math.max(LEAST_UTILISATION, report.utilisation);
        double errors = liar ? 0 : report.errors / report.rate * ERROR_PENALTY;
        int gateway = attempt.call().gateway();
        reported[gateway][node] = report.rate / (utilisation + errors);
        reportedSince[gateway][node] = Math.min(reportedSince[gateway][node], attempt.ended());
    }
}
