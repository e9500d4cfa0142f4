package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.rollout.Artifact;
import dev.weir.controlplane.rollout.Kind;
import dev.weir.controlplane.rollout.Publication;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.Stage;
import dev.weir.controlplane.rollout.Trial;
import dev.weir.controlplane.rollout.port.RolloutStore;
import dev.weir.scoring.ModelDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A rollout as one JSON file, {@code rollout.json}, replaced atomically. A damaged file stops the start: what was rolled back must not come into
 * force again because a file was lost. Files of version 1 are read too.
 */
public final class FileRolloutStore implements RolloutStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 2;

    private final Path file;

    public FileRolloutStore(Path folder) {
        this.file = folder.resolve("rollout.json");
    }

    @Override
    public RolloutState load() {
        if (!Files.exists(file)) {
            return RolloutState.NONE;
        }
        try {
            var tree = JSON.readTree(file.toFile());
            return switch (tree.path("version").asInt()) {
                case 1 -> version1(tree);
                case VERSION -> version2(tree);
                default -> throw new IOException("its version is neither 1 nor " + VERSION);
            };
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    file + " is damaged; mend it, or delete it to begin with EWMA and what is published", e);
        }
    }

    @Override
    public void save(RolloutState state) {
        try {
            Files.createDirectories(file.getParent());
            SyncedFile.replace(file, JSON.writeValueAsBytes(tree(state)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RolloutState version2(JsonNode tree) {
        return new RolloutState(
                tree.required("inForce")
                        .valueStream()
                        .map(FileRolloutStore::artifact)
                        .toList(),
                present(tree, "trial").map(trial -> trial(trial, artifact(trial))),
                tree.required("seen")
                        .valueStream()
                        .map(seen -> publication(seen, artifact(seen)))
                        .toList());
    }

    /** From when models alone went by a rollout: digests are models', and one publication at most is known. */
    private static RolloutState version1(JsonNode tree) {
        return new RolloutState(
                tree.required("inForce")
                        .valueStream()
                        .map(FileRolloutStore::model)
                        .toList(),
                present(tree, "trial").map(trial -> trial(trial, model(trial.required("candidate")))),
                present(tree, "seen").map(seen -> publication(seen, model(seen.required("digest")))).stream()
                        .toList());
    }

    private static Trial trial(JsonNode tree, Artifact candidate) {
        return new Trial(
                candidate,
                Stage.valueOf(tree.required("stage").asText()),
                Instant.parse(tree.required("since").asText()));
    }

    private static Publication publication(JsonNode tree, Artifact artifact) {
        return new Publication(artifact, Instant.parse(tree.required("at").asText()));
    }

    private static Artifact artifact(JsonNode tree) {
        return new Artifact(
                Kind.valueOf(tree.required("kind").asText()),
                new ModelDigest(tree.required("digest").asText()));
    }

    private static Artifact model(JsonNode digest) {
        return new Artifact(Kind.MODEL, new ModelDigest(digest.asText()));
    }

    private static Optional<JsonNode> present(JsonNode tree, String field) {
        return Optional.of(tree.path(field)).filter(JsonNode::isObject);
    }

    private static ObjectNode put(ObjectNode tree, Artifact artifact) {
        return tree.put("kind", artifact.kind().name())
                .put("digest", artifact.digest().value());
    }

    private static ObjectNode tree(RolloutState state) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var inForce = tree.putArray("inForce");
        state.inForce().forEach(artifact -> put(inForce.addObject(), artifact));
        state.trial()
                .ifPresent(trial -> put(tree.putObject("trial"), trial.candidate())
                        .put("stage", trial.stage().name())
                        .put("since", trial.since().toString()));
        var seen = tree.putArray("seen");
        state.seen()
                .forEach(publication -> put(seen.addObject(), publication.artifact())
                        .put("at", publication.at().toString()));
        return tree;
    }
}
