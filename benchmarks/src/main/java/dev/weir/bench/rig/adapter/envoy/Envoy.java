package dev.weir.bench.rig.adapter.envoy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.bench.rig.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One stock Envoy with one worker, as {@code envoy-config/bootstrap.yaml} starts it, on ports of its own and without a relay. Its rate limit filter asks nobody: nobody is
 * limited here, and two cores have no room for a hop that decides nothing.
 */
final class Envoy implements AutoCloseable {
    private static final ObjectMapper YAML = new YAMLMapper();

    private static final String RUNTIME = "layers: [{name: bench, static_layer: {ratelimit.http_filter_enabled: 0}}]";

    private final Process process;

    /** @param folder for its start file and its log */
    Envoy(Path binary, int index, Ports ports, Path folder) throws IOException {
        var name = "gateway-" + (index + 1);
        var file = folder.resolve(name + ".yaml");
        YAML.writeValue(file.toFile(), bootstrap(name, ports.envoyAdmin(index), ports.xds(index)));
        this.process = new ProcessBuilder(List.of(
                        binary.toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "warning",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    private static ObjectNode bootstrap(String name, int admin, int xds) throws IOException {
        try (var in = Objects.requireNonNull(
                Envoy.class.getResourceAsStream("/envoy-config/bootstrap.yaml"), "no envoy-config/bootstrap.yaml")) {
            var tree = (ObjectNode) YAML.readTree(in);
            ((ObjectNode) tree.get("node")).put("id", name);
            ((ObjectNode) tree.at("/admin/address/socket_address")).put("port_value", admin);
            ((ObjectNode)
                            tree.at(
                                    "/static_resources/clusters/0/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address"))
                    .put("port_value", xds);
            ((ArrayNode) tree.at("/static_resources/clusters/0/load_assignment/endpoints")).remove(1);
            tree.set("layered_runtime", YAML.readTree(RUNTIME));
            return tree;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
