package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.balancing.KeptShares;
import dev.weir.controlplane.loop.port.WeightStore;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Weights as one JSON file, replaced atomically by a thread of its own, at most once in {@link #EVERY} and only where they changed.
 *
 * <p>Not synced, as a write each second should not make the orders' and segments' writes wait: after a power cut the file is an
 * older one, or damaged. A damaged one is set aside as {@code weights.json.damaged} for people to look at, and means none.
 */
public final class FileWeightStore implements WeightStore, AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(1);
    private static final int VERSION = 1;

    /** Some 100,000 shares. */
    private static final long MAX_BYTES = 8 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Logger LOG = Logger.getLogger(FileWeightStore.class.getName());

    private final Path file;
    private final AtomicReference<@Nullable Map<ApiName, KeptShares>> newest = new AtomicReference<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("weights").factory());

    private @Nullable Map<ApiName, KeptShares> written;

    /** Of writing; told once, not each second. */
    private boolean failing;

    public FileWeightStore(Path folder) {
        this.file = folder.resolve("weights.json");
        var _ = writer.scheduleWithFixedDelay(this::write, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Map<ApiName, KeptShares> load() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return shares(JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, file + " is damaged; starting without the weights of before", e);
            setAside();
            return Map.of();
        }
    }

    @Override
    public void keep(Map<ApiName, KeptShares> shares) {
        newest.set(shares);
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.shutdown();
        write();
    }

    private synchronized void write() {
        var shares = newest.get();
        if (shares == null || shares.equals(written)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            var draft = file.resolveSibling("weights.json.tmp");
            Files.write(draft, JSON.writeValueAsBytes(tree(shares)));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = shares;
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.log(Level.WARNING, "the weights could not be kept in " + file + "; trying again each second", e);
            }
            failing = true;
        }
    }

    private void setAside() {
        try {
            Files.move(file, file.resolveSibling("weights.json.damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, file + " could not be set aside; it will be replaced", e);
        }
    }

    private static Map<ApiName, KeptShares> shares(JsonNode tree) throws IOException {
        if (tree.path("version").asInt() != VERSION) {
            throw new IOException("its version is not " + VERSION);
        }
        var all = new HashMap<ApiName, KeptShares>();
        for (var api : tree.path("apis").properties()) {
            all.put(
                    new ApiName(api.getKey()),
                    new KeptShares(
                            byNode(api.getValue().path("inForce")),
                            byNode(api.getValue().path("good")),
                            Instant.parse(api.getValue().path("goodAt").asText())));
        }
        return all;
    }

    private static Map<NodeId, Double> byNode(JsonNode shares) {
        var byNode = new HashMap<NodeId, Double>();
        for (var share : shares.properties()) {
            if (share.getValue().isNumber()
                    && KeptShares.isShare(share.getValue().asDouble())) {
                node(share.getKey())
                        .ifPresent(node -> byNode.put(node, share.getValue().asDouble()));
            }
        }
        return byNode;
    }

    private static Optional<NodeId> node(String name) {
        try {
            return Optional.of(new NodeId(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode tree(Map<ApiName, KeptShares> shares) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var apis = tree.putObject("apis");
        new TreeMap<>(shares).forEach((api, kept) -> {
            var one = apis.putObject(api.value());
            put(one.putObject("inForce"), kept.inForce());
            one.put("goodAt", kept.goodAt().toString());
            put(one.putObject("good"), kept.good());
        });
        return tree;
    }

    private static void put(ObjectNode tree, Map<NodeId, Double> shares) {
        new TreeMap<>(shares).forEach((node, share) -> tree.put(node.value(), share));
    }
}
