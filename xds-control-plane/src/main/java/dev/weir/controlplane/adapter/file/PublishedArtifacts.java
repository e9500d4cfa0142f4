package dev.weir.controlplane.adapter.file;

import dev.weir.controlplane.loop.port.ArtifactSource;
import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.adapter.onnx.ModelRegistry;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What the trainer publishes to a folder. An artifact is looked at once; sessions of replaced models end with the process. */
public final class PublishedArtifacts implements ArtifactSource {
    private final ModelRegistry pointer;
    private final Reader reader;
    private String seen = "";

    /** Reads what a digest names, and checks it. */
    private interface Reader {
        Read read(String digest);
    }

    private sealed interface Read {
        record Good(Loaded loaded) implements Read {}

        record Refused(String why) implements Read {}
    }

    private PublishedArtifacts(Path folder, Reader reader) {
        this.pointer = new ModelRegistry(folder);
        this.reader = reader;
    }

    public static PublishedArtifacts models(Path folder) {
        var registry = new ModelRegistry(folder);
        return new PublishedArtifacts(folder, digest -> switch (registry.load(digest)) {
            case ModelRegistry.Current.None none -> new Read.Refused("nothing was published");
            case ModelRegistry.Current.Refused refused -> new Read.Refused(refused.why());
            case ModelRegistry.Current.Good good ->
                new Read.Good(new Loaded.Model(good.model(), origin(good.provenance())));
        });
    }

    public static PublishedArtifacts networks(Path folder) {
        var registry = new PolicyRegistry(folder);
        return new PublishedArtifacts(folder, digest -> switch (registry.load(digest)) {
            case PolicyRegistry.Current.None none -> new Read.Refused("nothing was published");
            case PolicyRegistry.Current.Refused refused -> new Read.Refused(refused.why());
            case PolicyRegistry.Current.Good good ->
                new Read.Good(new Loaded.Network(
                        good.digest(), good.network(), good.provenance().trainer()));
        });
    }

    @Override
    public Latest latest() {
        var digest = pointer.currentDigest();
        if (digest.isEmpty()) {
            seen = "";
            return new Latest.None();
        }
        var at = pointer.currentSince();
        var current = digest + " " + at;
        if (current.equals(seen)) {
            return new Latest.Unchanged();
        }
        seen = current;
        return switch (reader.read(digest)) {
            case Read.Good good -> new Latest.Good(good.loaded(), at);
            case Read.Refused refused -> new Latest.Refused(digest, refused.why());
        };
    }

    @Override
    public Optional<Loaded> load(ModelDigest digest) {
        return reader.read(digest.value()) instanceof Read.Good good ? Optional.of(good.loaded()) : Optional.empty();
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
