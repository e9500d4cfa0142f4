package dev.weir.scoring.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.Prediction;
import dev.weir.scoring.ScoringModel;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A model as ONNX Runtime runs it: one float input of [1, features], one output of [1, 2]: the natural logarithm of next latency over
 * fast latency, and next failure ratio minus fast failure ratio. A model of zeros is thus EWMA itself.
 */
public final class OnnxScoringModel implements ScoringModel, AutoCloseable {
    private static final int LOG_LATENCY_FAST = 0;
    private static final int FAILURE_FAST = 4;
    /** No node becomes a million times slower from one window to the next. */
    private static final double MAX_LOG_RATIO = 14;

    private final ModelDigest digest;
    private final OrtSession session;
    private final String input;

    private OnnxScoringModel(ModelDigest digest, OrtSession session) {
        this.digest = digest;
        this.session = session;
        this.input = session.getInputNames().iterator().next();
    }

    /**
     * A model that was not published, to be judged.
     *
     * @throws IllegalArgumentException where the bytes are no model of this shape
     */
    public static OnnxScoringModel ofBytes(byte[] onnx) {
        try {
            return load(ModelRegistry.digest(onnx), onnx);
        } catch (OrtException e) {
            throw new IllegalArgumentException("not a model that scoring can run: " + e.getMessage(), e);
        }
    }

    /** @throws OrtException where the bytes are no model of this shape */
    static OnnxScoringModel load(ModelDigest digest, byte[] onnx) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            var session = OrtEnvironment.getEnvironment().createSession(onnx, options);
            if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
                session.close();
                throw new OrtException("expected one input and one output");
            }
            return new OnnxScoringModel(digest, session);
        }
    }

    @Override
    public ModelDigest digest() {
        return digest;
    }

    @Override
    public Optional<Prediction> predict(FeatureVector features) {
        float[] values = features.toArray();
        try (var tensor = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), new long[] {1, values.length});
                var result = session.run(Map.of(input, tensor))) {
            return result.get(0).getValue() instanceof float[][] rows && rows.length == 1 && rows[0].length == 2
                    ? prediction(values, rows[0][0], rows[0][1])
                    : Optional.empty();
        } catch (OrtException e) {
            return Optional.empty();
        }
    }

    private static Optional<Prediction> prediction(float[] features, float logRatio, float failureChange) {
        if (!(Math.abs(logRatio) <= MAX_LOG_RATIO) || !Float.isFinite(failureChange)) {
            return Optional.empty();
        }
        return Optional.of(new Prediction(
                Math.exp(features[LOG_LATENCY_FAST] + logRatio),
                Math.clamp(features[FAILURE_FAST] + failureChange, 0, 1)));
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
