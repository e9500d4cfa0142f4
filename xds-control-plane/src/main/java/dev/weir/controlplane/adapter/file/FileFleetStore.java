package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.fleet.port.FleetStore;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.logging.Logger;

/** In {@code fleet.json}. A damaged file is said in the log and taken for none: registry and heartbeats tell it anew within seconds. */
public final class FileFleetStore implements FleetStore {
    private static final Logger LOG = Logger.getLogger(FileFleetStore.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    private final Path file;

    public FileFleetStore(Path folder) {
        this.file = folder.resolve("fleet.json");
    }

    @Override
    public Kept load() {
        if (!Files.exists(file)) {
            return Kept.NOTHING;
        }
        try {
            var tree = JSON.readTree(file.toFile());
            if (tree.path("version").asInt() != VERSION) {
                throw new IOException("its version is not " + VERSION);
            }
            var registry = new ArrayList<RegisteredNode>();
            var addresses = new HashMap<NodeId, EndpointAddress.Socket>();
            for (var kept : tree.withArray("nodes")) {
                var node = registered(kept);
                registry.add(node);
                if (kept.hasNonNull("address")) {
                    addresses.put(
                            node.node(),
                            EndpointAddress.Socket.parse(kept.get("address").asText()));
                }
            }
            return new Kept(registry, addresses);
        } catch (IOException | RuntimeException e) {
            LOG.warning(() -> file + " is damaged; starting without the nodes of before: " + e);
            return Kept.NOTHING;
        }
    }

    private static RegisteredNode registered(JsonNode kept) {
        return new RegisteredNode(
                new NodeId(kept.get("node").asText()),
                new WalletAddress(kept.get("operator").asText()),
                new PoolName(kept.get("pool").asText()),
                kept.get("region").asText(),
                new TokenAmount(new BigInteger(kept.get("price").asText())));
    }

    @Override
    public void save(Kept kept) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var nodes = tree.putArray("nodes");
        for (var node : kept.registry()) {
            var entry = nodes.addObject()
                    .put("node", node.node().value())
                    .put("operator", node.operator().value())
                    .put("pool", node.pool().value())
                    .put("region", node.region())
                    .put("price", node.pricePerCall().baseUnits().toString());
            var address = kept.addresses().get(node.node());
            if (address != null) {
                entry.put("address", address.toString());
            }
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            SyncedFile.replace(file, JSON.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
