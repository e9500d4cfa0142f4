package dev.weir.scoring.adapter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.PolicyNetwork;
import java.util.Map;
import java.util.Optional;

/** A policy network as ONNX Runtime runs it: one float input of [nodes, features], one output of [nodes, 1]. All nodes go in one call. */
public final class OnnxPolicyNetwork implements PolicyNetwork, AutoCloseable {
    private final OrtSession session;
    private final String input;

    private OnnxPolicyNetwork(OrtSession session) {
        this.session = session;
        this.input = session.getInputNames().iterator().next();
    }

    /**
     * A network that was not published, to be judged.
     *
     * @throws IllegalArgumentException where the bytes are no network of this shape, or one that does not answer within its bounds
     */
    public static OnnxPolicyNetwork ofBytes(byte[] onnx) {
        try {
            var network = new OnnxPolicyNetwork(OnnxSessions.open(onnx));
            if (!network.sane()) {
                network.close();
                throw new IllegalArgumentException("it does not give a correction in [-1, 1] for each node");
            }
            return network;
        } catch (OrtException e) {
            throw new IllegalArgumentException("not a network that scoring can run: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<float[]> correct(float[][] rows) {
        if (rows.length == 0) {
            return Optional.of(new float[0]);
        }
        try (var tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
                var result = session.run(Map.of(input, tensor))) {
            return result.get(0).getValue() instanceof float[][] answers && answers.length == rows.length
                    ? legal(answers)
                    : Optional.empty();
        } catch (OrtException e) {
            return Optional.empty();
        }
    }

    private static Optional<float[]> legal(float[][] answers) {
        float[] corrections = new float[answers.length];
        for (int i = 0; i < answers.length; i++) {
            if (answers[i].length != 1 || !(Math.abs(answers[i][0]) <= 1)) {
                return Optional.empty();
            }
            corrections[i] = answers[i][0];
        }
        return Optional.of(corrections);
    }

    /** Legal answers at the corners of what features can be, for one node and for many. */
    private boolean sane() {
        int features = PolicyFeatures.names().size();
        float bound = PolicyFeatures.BOUND;
        float[][] corners = new float[2 * features + 1][features];
        for (int i = 0; i < features; i++) {
            corners[i][i] = bound;
            corners[features + i][i] = -bound;
        }
        return correct(corners).isPresent() && correct(new float[1][features]).isPresent();
    }

    @Override
    public void close() {
        OnnxSessions.close(session);
    }
}
