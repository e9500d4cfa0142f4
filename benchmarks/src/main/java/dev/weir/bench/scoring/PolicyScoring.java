package dev.weir.bench.scoring;

import dev.weir.bench.scoring.adapter.onnx.RuntimeNetwork;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A policy network of the trainer's shape over the nodes of one tick, in plain Java and by ONNX Runtime. The time is that of all nodes together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PolicyScoring {
    private static final List<Integer> WIDTHS = List.of(PolicyFeatures.names().size(), 8, 1);

    @Param({"1", "5", "40", "1000"})
    private int nodes;

    private float[][] rows = {};
    private TanhNetwork java = new TanhNetwork(WIDTHS, new float[TanhNetwork.size(WIDTHS)]);
    private RuntimeNetwork runtime = new RuntimeNetwork(NetworkFile.write(java));

    /** Random weights and features: zeros might be quicker. */
    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        float[] parameters = new float[TanhNetwork.size(WIDTHS)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble(-1, 1);
        }
        java = new TanhNetwork(WIDTHS, parameters);
        runtime.close();
        runtime = new RuntimeNetwork(NetworkFile.write(java));
        rows = new float[nodes][WIDTHS.getFirst()];
        for (var row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextDouble(-2, 2);
            }
        }
    }

    @TearDown
    public void close() {
        runtime.close();
    }

    @Benchmark
    public Optional<float[]> java() {
        return java.correct(rows);
    }

    @Benchmark
    public Optional<float[]> onnxRuntime() {
        return runtime.correct(rows);
    }
}
