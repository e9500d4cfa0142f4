package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * force again because a file was lost.
 */
public final class FileRolloutStore implements RolloutStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

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
            if (tree.path("version").asInt() != VERSION) {
                throw new IOException("its version is not " + VERSION);
            }
            return new RolloutState(
                    tree.required("inForce")
                            .valueStream()
                            .map(digest -> new ModelDigest(digest.asText()))
                            .toList(),
                    present(tree, "trial")
                            .map(trial -> new Trial(
                                    new ModelDigest(trial.required("candidate").asText()),
                                    Stage.valueOf(trial.required("stage").asText()),
                                    Instant.parse(trial.required("since").asText()))),
                    present(tree, "seen")
                            .map(seen -> new Publication(
                                    new ModelDigest(seen.required("digest").asText()),
                                    Instant.parse(seen.required("at").asText()))));
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

    private static Optional<JsonNode> present(JsonNode tree, String field) {
        return Optional.of(tree.path(field)).filter(JsonNode::isObject);
    }

    private static ObjectNode tree(RolloutState state) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var inForce = tree.putArray("inForce");
        state.inForce().forEach(digest -> inForce.add(digest.value()));
        state.trial()
                .ifPresent(trial -> tree.putObject("trial")
                        .put("candidate", trial.candidate().value())
                        .put("stage", trial.stage().name())
                        .put("since", trial.since().toString()));
        state.seen()
                .ifPresent(seen -> tree.putObject("seen")
                        .put("digest", seen.digest().value())
                        .put("at", seen.at().toString()));
        return tree;
    }
}
