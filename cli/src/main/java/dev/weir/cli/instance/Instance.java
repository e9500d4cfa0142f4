package dev.weir.cli.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.chain.Devnet;
import dev.weir.cli.CommandFailed;
import dev.weir.config.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A gateway that {@code up} started, as it wrote itself down for the other commands.
 *
 * @param chainId whose accounts sign in
 */
public record Instance(
        long supervisorPid, Instant startedAt, Deployment.Ports ports, List<String> nodes, long chainId) {
    public Instance {
        Objects.requireNonNull(startedAt, "startedAt is null");
        Objects.requireNonNull(ports, "ports is null");
        nodes = List.copyOf(nodes);
    }

    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    public void write(Home home) {
        try {
            PrivateFiles.createFolder(home.run());
            var draft = home.instanceFile().resolveSibling("instance.json.tmp");
            JSON.writeValue(
                    draft.toFile(),
                    JSON.createObjectNode()
                            .put("supervisorPid", supervisorPid)
                            .put("startedAt", startedAt.toString())
                            .putPOJO("ports", ports)
                            .putPOJO("nodes", nodes)
                            .put("chainId", chainId));
            Files.move(draft, home.instanceFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The running gateway of this home. @throws CommandFailed where there is none */
    public static Instance running(Home home) {
        return find(home)
                .orElseThrow(
                        () -> new CommandFailed("no gateway runs from " + home.state() + "; start one with ./weir up"));
    }

    public static Optional<Instance> find(Home home) {
        if (!Files.exists(home.instanceFile())) {
            return Optional.empty();
        }
        try {
            var tree = JSON.readTree(home.instanceFile().toFile());
            var ports = JSON.treeToValue(tree.required("ports"), Deployment.Ports.class);
            if (ports == null) {
                throw new IllegalArgumentException("ports is null");
            }
            var instance = new Instance(
                    tree.required("supervisorPid").asLong(),
                    Instant.parse(tree.required("startedAt").asText()),
                    ports,
                    tree.required("nodes").valueStream().map(JsonNode::asText).toList(),
                    tree.path("chainId").asLong(Devnet.CHAIN_ID));
            return instance.alive() ? Optional.of(instance) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new CommandFailed(home.instanceFile() + " is damaged; end the gateway's processes and delete it", e);
        }
    }

    /** Whether the process of that number is a supervisor that started when this one did. */
    private boolean alive() {
        return ProcessHandle.of(supervisorPid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .filter(started -> !started.isAfter(startedAt.plusSeconds(1)))
                .isPresent();
    }

    public URI gateway(String path) {
        return URI.create("http://127.0.0.1:" + ports.gateway() + path);
    }

    public URI dashboard(String path) {
        return URI.create("http://127.0.0.1:" + ports.dashboard() + path);
    }

    public URI chain() {
        return URI.create("http://127.0.0.1:" + ports.chain());
    }

    public URI nodeAdmin(String node) {
        int index = nodes.indexOf(node);
        if (index < 0) {
            throw new CommandFailed("no node is called '" + node + "'; there are " + String.join(", ", nodes), 2);
        }
        return URI.create("http://127.0.0.1:" + ports.nodeAdmin(index));
    }
}
