package dev.weir.bench.upstream;

import dev.weir.simulator.scenario.Fault;
import dev.weir.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;

/** A scenario in another length: what happens at a third of the measured time still does. Means of random lengths stay. */
public final class Stretched {
    private final Duration warmup;
    private final double factor;

    private Stretched(Duration warmup, double factor) {
        this.warmup = warmup;
        this.factor = factor;
    }

    public static Scenario to(Scenario scenario, Duration length) {
        double factor = (double) length.toNanos() / scenario.length().toNanos();
        var stretched = new Stretched(scenario.warmup(), factor);
        return new Scenario(
                scenario.name(),
                scenario.about(),
                scenario.gateways(),
                scenario.load(),
                scenario.warmup(),
                length,
                new Scenario.Calls(
                        scenario.calls().kinds(),
                        scenario.calls().rate().stream()
                                .map(step -> new Scenario.Step(stretched.at(step.at()), step.factor()))
                                .toList()),
                scenario.nodes(),
                scenario.faults().stream().map(stretched::fault).toList(),
                scenario.handling(),
                scenario.signals(),
                scenario.objective());
    }

    private Fault fault(Fault fault) {
        return switch (fault) {
            case Fault.Slow slow -> new Fault.Slow(slow.on(), slow.factor(), at(slow.at()), until(slow.until()));
            case Fault.Dead dead -> new Fault.Dead(dead.on(), at(dead.at()), until(dead.until()), dead.silent());
            case Fault.Warming warming ->
                new Fault.Warming(warming.on(), at(warming.at()), warming.over(), warming.from());
            case Fault.Bursts bursts -> bursts;
            case Fault.Noise noise -> noise;
            case Fault.Flapping flapping -> flapping;
            case Fault.Liar liar -> liar;
        };
    }

    private Optional<Duration> until(Optional<Duration> until) {
        return until.map(this::at);
    }

    private Duration at(Duration at) {
        var after = at.minus(warmup);
        return after.isNegative() ? at : warmup.plusNanos(Math.round(after.toNanos() * factor));
    }
}
