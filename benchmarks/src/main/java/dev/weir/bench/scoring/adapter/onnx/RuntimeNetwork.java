package dev.weir.bench.scoring.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.scoring.PolicyNetwork;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;

/** A policy network's file as ONNX Runtime runs it, all nodes in one call. */
public final class RuntimeNetwork implements PolicyNetwork, AutoCloseable {
    private final OrtSession session;

    /** @throws IllegalArgumentException where the runtime does not take it */
    public RuntimeNetwork(byte[] onnx) {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = OrtEnvironment.getEnvironment().createSession(onnx, options);
        } catch (OrtException e) {
            throw new IllegalArgumentException("the runtime does not take it: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<float[]> correct(float[][] rows) {
        var values = FloatBuffer.allocate(rows.length * rows[0].length);
        for (var row : rows) {
            values.put(row);
        }
        long[] shape = {rows.length, rows[0].length};
        try (var tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values.flip(), shape);
                var result = session.run(Map.of("features", tensor))) {
            float[] corrections = new float[rows.length];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(corrections);
            return Optional.of(corrections);
        } catch (OrtException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session was closed before", e);
        }
    }
}
