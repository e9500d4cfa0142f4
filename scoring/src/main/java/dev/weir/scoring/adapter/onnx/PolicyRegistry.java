package dev.weir.scoring.adapter.onnx;

import dev.weir.scoring.ModelDigest;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Policy networks in a folder of their own, kept as {@link ModelRegistry} keeps models. */
public final class PolicyRegistry {
    private final ModelRegistry files;

    public PolicyRegistry(Path folder) {
        this.files = new ModelRegistry(folder);
    }

    /** What {@code current} leads to. */
    public sealed interface Current {
        /** Nothing was published. */
        record None() implements Current {}

        record Good(ModelDigest digest, TanhNetwork network, Provenance provenance) implements Current {}

        /** @param why in words, for the operator */
        record Refused(String digest, String why) implements Current {}
    }

    /** The digest of the network that was published last; empty text where there is none. */
    public String currentDigest() {
        return files.currentDigest();
    }

    /** Reads and checks the network that was published last. */
    public Current load() {
        return load(currentDigest());
    }

    /** Reads and checks a network that was published at any time. @param named its digest */
    public Current load(String named) {
        if (named.isEmpty()) {
            return new Current.None();
        }
        try {
            var artifact = files.artifact(named, PolicyFeatures.VERSION, PolicyFeatures.names());
            return new Current.Good(artifact.digest(), NetworkFile.read(artifact.onnx()), artifact.provenance());
        } catch (NoSuchFileException e) {
            return new Current.Refused(named, "its file is missing: " + e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            return new Current.Refused(named, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Writes the files and makes them the network in force.
     *
     * @throws IOException also where the network is too large to be loaded
     */
    public ModelDigest publish(byte[] onnx, Provenance provenance) throws IOException {
        return files.publish(onnx, provenance);
    }
}
