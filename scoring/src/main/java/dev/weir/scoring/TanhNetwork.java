package dev.weir.scoring;

import java.util.List;
import java.util.Optional;

/**
 * A policy network in plain Java: every layer is {@code tanh(x·W + b)}. Immutable. What training runs, before there is a file.
 *
 * <p>Its parameters are one array, layer after layer: the weights by rows, one for each input, then the biases.
 */
public final class TanhNetwork implements PolicyNetwork {
    private final List<Integer> widths;
    private final float[] parameters;

    /**
     * @param widths of inputs, of each hidden layer, of the output
     * @param parameters as many as {@link #size}
     */
    public TanhNetwork(List<Integer> widths, float[] parameters) {
        this.widths = List.copyOf(widths);
        if (parameters.length != size(widths)) {
            throw new IllegalArgumentException(
                    "a network of widths " + widths + " has " + size(widths) + " parameters, not " + parameters.length);
        }
        this.parameters = parameters.clone();
    }

    /** How many parameters a network of these widths has. */
    public static int size(List<Integer> widths) {
        int size = 0;
        for (int layer = 1; layer < widths.size(); layer++) {
            size += (widths.get(layer - 1) + 1) * widths.get(layer);
        }
        return size;
    }

    public List<Integer> widths() {
        return widths;
    }

    public float[] parameters() {
        return parameters.clone();
    }

    @Override
    public Optional<float[]> correct(float[][] rows) {
        float[] corrections = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            corrections[row] = output(rows[row]);
            if (Float.isNaN(corrections[row])) {
                return Optional.empty();
            }
        }
        return Optional.of(corrections);
    }

    private float output(float[] row) {
        float[] values = row;
        int from = 0;
        for (int layer = 1; layer < widths.size(); layer++) {
            float[] next = new float[widths.get(layer)];
            System.arraycopy(parameters, from + values.length * next.length, next, 0, next.length);
            for (float value : values) {
                for (int out = 0; out < next.length; out++) {
                    next[out] += value * parameters[from++];
                }
            }
            for (int out = 0; out < next.length; out++) {
                next[out] = (float) Math.tanh(next[out]);
            }
            from += next.length;
            values = next;
        }
        return values[0];
    }
}
