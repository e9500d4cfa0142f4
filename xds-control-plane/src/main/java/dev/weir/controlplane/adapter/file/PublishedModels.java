package dev.weir.controlplane.adapter.file;

import dev.weir.controlplane.loop.port.ModelSource;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The models that the trainer publishes to a folder. A model is looked at once; sessions of replaced ones end with the process. */
public final class PublishedModels implements ModelSource {
    private final ModelRegistry registry;
    private String seen = "";

    public PublishedModels(Path folder) {
        this.registry = new ModelRegistry(folder);
    }

    @Override
    public Latest latest() {
        var digest = registry.currentDigest();
        if (digest.isEmpty()) {
            seen = "";
            return new Latest.None();
        }
        var at = registry.currentSince();
        var current = digest + " " + at;
        if (current.equals(seen)) {
            return new Latest.Unchanged();
        }
        seen = current;
        return switch (registry.load(digest)) {
            case ModelRegistry.Current.None none -> new Latest.None();
            case ModelRegistry.Current.Refused refused -> new Latest.Refused(refused.digest(), refused.why());
            case ModelRegistry.Current.Good good -> new Latest.Good(loaded(good), at);
        };
    }

    @Override
    public Optional<Loaded> load(ModelDigest digest) {
        return registry.load(digest.value()) instanceof ModelRegistry.Current.Good good
                ? Optional.of(loaded(good))
                : Optional.empty();
    }

    private static Loaded loaded(ModelRegistry.Current.Good good) {
        return new Loaded(good.model(), origin(good.provenance()));
    }

    private static String origin(Provenance provenance) {
        return String.format(
                Locale.ROOT,
                "trained on %,d windows until %s; latency error %.4f, EWMA %.4f",
                provenance.rows(),
                provenance.to(),
                provenance.metrics().getOrDefault("latency_log_error_model", Double.NaN),
                provenance.metrics().getOrDefault("latency_log_error_ewma", Double.NaN));
    }
}
