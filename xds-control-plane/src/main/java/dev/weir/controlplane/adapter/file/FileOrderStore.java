package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.balancing.Pin;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.operator.port.OrderStore;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Orders as one JSON file, replaced atomically. A damaged file stops the start: orders are not forgotten silently. */
public final class FileOrderStore implements OrderStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    private final Path orders;

    public FileOrderStore(Path folder) {
        this.orders = folder.resolve("orders.json");
    }

    @Override
    public Orders load() {
        if (!Files.exists(orders)) {
            return Orders.NONE;
        }
        try {
            var tree = JSON.readTree(orders.toFile());
            if (tree.path("version").asInt() != VERSION) {
                throw new IOException("its version is not " + VERSION);
            }
            var pins = new HashMap<ApiName, Map<NodeId, Pin>>();
            for (var pin : tree.withArray("pins")) {
                pins.computeIfAbsent(new ApiName(pin.get("api").asText()), api -> new HashMap<>())
                        .put(
                                new NodeId(pin.get("node").asText()),
                                new Pin(
                                        share(pin.get("share")),
                                        pin.get("reason").asText()));
            }
            var freeze = tree.path("freeze");
            return new Orders(
                    pins,
                    freeze.isObject()
                            ? Optional.of(new Orders.Freeze(
                                    freeze.get("reason").asText(),
                                    Instant.parse(freeze.get("since").asText())))
                            : Optional.empty());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    orders + " is damaged; mend it, or delete it to start without pins and freeze", e);
        }
    }

    @Override
    public void save(Orders changed) {
        try {
            Files.createDirectories(orders.getParent());
            SyncedFile.replace(orders, JSON.writeValueAsBytes(tree(changed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double share(JsonNode share) throws IOException {
        if (!share.isNumber()) {
            throw new IOException("share " + share + " is not a number");
        }
        return share.asDouble();
    }

    private static ObjectNode tree(Orders orders) {
        var tree = JSON.createObjectNode().put("version", VERSION);
        var pins = tree.putArray("pins");
        orders.pins()
                .forEach((api, byNode) -> byNode.forEach((node, pin) -> pins.addObject()
                        .put("api", api.value())
                        .put("node", node.value())
                        .put("share", pin.share())
                        .put("reason", pin.reason())));
        orders.freeze()
                .ifPresent(freeze -> tree.putObject("freeze")
                        .put("reason", freeze.reason())
                        .put("since", freeze.since().toString()));
        return tree;
    }
}
