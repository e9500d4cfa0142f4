package dev.weir.bench.rig;

import dev.weir.model.ApiName;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A way to choose the node of a call. Each has an API of its own over the same nodes, so that none learns from another's traffic. */
public enum BenchPolicy {
    ROUND_ROBIN,
    /** Envoy's, with its defaults: the better of two at random. */
    LEAST_REQUEST,
    /** Envoy's client-side weighted round robin, by the load that nodes report in their answers (ORCA). */
    CSWRR,
    /** Ours: Envoy's least request, with weights of the control plane. */
    WEIGHTS,
    /** Ours: the judge names the node of each call. */
    PICK;

    /** As on the command line and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public ApiName api() {
        return new ApiName(word().replace('_', '-'));
    }

    /** Whether Envoy decides it alone, so that no weight of ours may reach it. */
    public boolean isBuiltIn() {
        return this != WEIGHTS && this != PICK;
    }

    /** @throws IllegalArgumentException that names those that there are */
    public static BenchPolicy of(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no policy '" + word + "'; there are "
                        + Arrays.stream(values()).map(BenchPolicy::word).collect(Collectors.joining(", "))));
    }
}
