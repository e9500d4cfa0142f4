package dev.weir.scoring.adapter.onnx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.onnxruntime.OrtException;
import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.ModelDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * Models in a folder: {@code <digest>/model.onnx} and {@code <digest>/provenance.json}, and the file {@code current} that names the
 * digest in force. The digest is SHA-256 over both files. Publishing and taking over are atomic.
 */
public final class ModelRegistry {
    static final int MAX_BYTES = 4 << 20;
    private static final String TOO_LARGE = " is larger than " + MAX_BYTES + " bytes";
    private static final String CURRENT = "current";
    private static final String MODEL = "model.onnx";
    private static final String PROVENANCE = "provenance.json";

    private final Path folder;

    public ModelRegistry(Path folder) {
        this.folder = folder;
    }

    /** What {@code current} leads to. */
    public sealed interface Current {
        /** Nothing was published. */
        record None() implements Current {}

        record Good(OnnxScoringModel model, Provenance provenance) implements Current {}

        /** @param why in words, for the operator */
        record Refused(String digest, String why) implements Current {}
    }

    /** The digest in force as the file has it; empty text where there is none. */
    public String currentDigest() {
        try (var pointer = Files.newInputStream(folder.resolve(CURRENT))) {
            return new String(pointer.readNBytes(64), US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** When {@code current} was written last; 1970 where there is none. */
    public Instant currentSince() {
        try {
            return Files.getLastModifiedTime(folder.resolve(CURRENT)).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Reads and checks the model in force; a good one is the caller's to close. */
    public Current load() {
        return load(currentDigest());
    }

    /** Reads and checks a model that was published at any time; a good one is the caller's to close. @param named its digest */
    public Current load(String named) {
        if (named.isEmpty()) {
            return new Current.None();
        }
        try {
            var files = artifact(named, FeatureSchema.VERSION, FeatureSchema.names());
            var model = OnnxScoringModel.load(files.digest(), files.onnx());
            if (!sane(model)) {
                model.close();
                return new Current.Refused(named, "it does not give finite predictions");
            }
            return new Current.Good(model, files.provenance());
        } catch (NoSuchFileException e) {
            return new Current.Refused(named, "its file is missing: " + e.getMessage());
        } catch (IOException | OrtException | IllegalArgumentException e) {
            return new Current.Refused(named, String.valueOf(e.getMessage()));
        }
    }

    /** The files that a digest names. */
    record Artifact(ModelDigest digest, byte[] onnx, Provenance provenance) {}

    /** @throws IOException also where the files are not those of the digest, or were made for other features */
    Artifact artifact(String named, int version, List<String> features) throws IOException {
        var digest = new ModelDigest(named);
        byte[] onnx = read(named, MODEL);
        byte[] origin = read(named, PROVENANCE);
        if (!digest(onnx, origin).equals(digest)) {
            throw new IOException("its files are not those that the digest names");
        }
        var provenance = Provenance.read(origin);
        if (!provenance.isFor(version, features)) {
            throw new IOException("it was made for features of version " + provenance.schemaVersion());
        }
        return new Artifact(digest, onnx, provenance);
    }

    /**
     * Writes the files and makes them the model in force.
     *
     * @throws IOException also where the model is too large to be loaded
     */
    public ModelDigest publish(byte[] onnx, Provenance provenance) throws IOException {
        if (onnx.length > MAX_BYTES) {
            throw new IOException(MODEL + TOO_LARGE);
        }
        Files.createDirectories(folder);
        var draft = Files.createTempDirectory(folder, "draft-");
        Files.write(draft.resolve(MODEL), onnx);
        provenance.write(draft.resolve(PROVENANCE));
        var digest = digest(onnx, Files.readAllBytes(draft.resolve(PROVENANCE)));
        var place = folder.resolve(digest.value());
        if (Files.exists(place)) {
            Files.delete(draft.resolve(MODEL));
            Files.delete(draft.resolve(PROVENANCE));
            Files.delete(draft);
        } else {
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        }
        var pointer = folder.resolve(CURRENT + ".draft");
        Files.writeString(pointer, digest.value() + "\n", US_ASCII);
        Files.move(
                pointer, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return digest;
    }

    private byte[] read(String digest, String name) throws IOException {
        var file = folder.resolve(digest).resolve(name);
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(name + TOO_LARGE);
        }
        // A pipe or a device has no size and no end.
        if (!Files.isRegularFile(file)) {
            throw new IOException(name + " is not a file");
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /** Legal predictions at the corners of what features can be. */
    private static boolean sane(OnnxScoringModel model) {
        return List.of(0f, 1f, -3f, 5f).stream()
                .map(value -> new FeatureVector(
                        Collections.nCopies(FeatureSchema.names().size(), value)))
                .allMatch(features -> model.predict(features).isPresent());
    }

    static ModelDigest digest(byte[]... files) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (byte[] file : files) {
                sha.update(file);
            }
            return new ModelDigest(HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
