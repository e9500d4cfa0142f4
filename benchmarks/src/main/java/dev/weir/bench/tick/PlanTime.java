package dev.weir.bench.tick;

import dev.weir.balancing.Tick;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The plan of a tick by itself: a tick's attempts come before each call, untimed. Long enough, at milliseconds, to be timed one by one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class PlanTime {
    @Param("1000")
    private int nodes;

    private ManyNodes many = new ManyNodes(1);

    @Setup
    public void begin() {
        many = new ManyNodes(nodes);
    }

    @Setup(Level.Invocation)
    public void observe() {
        many.observe();
    }

    @Benchmark
    public Tick plan() {
        return many.plan();
    }
}
