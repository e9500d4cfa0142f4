package dev.weir.cli.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import java.io.IOException;
import java.nio.file.Path;

/** Envoy's bootstrap file of {@code envoy-config/} with this gateway's three ports in it. */
final class Bootstrap {
    private static final ObjectMapper YAML = new YAMLMapper();
    /** By priority: the control plane, the relay. */
    private static final String ADS =
            "/static_resources/clusters/0/load_assignment/endpoints/%d/lb_endpoints/0/endpoint/address/socket_address";

    private Bootstrap() {}

    static Path write(Home home, Deployment.Ports ports) {
        try {
            var tree = YAML.readTree(
                    home.root().resolve("envoy-config/bootstrap.yaml").toFile());
            port(tree.at("/admin/address/socket_address"), ports.envoyAdmin());
            port(tree.at(ADS.formatted(0)), ports.xds());
            port(tree.at(ADS.formatted(1)), ports.relay());
            var file = home.run().resolve("envoy.yaml");
            YAML.writeValue(file.toFile(), tree);
            return file;
        } catch (IOException e) {
            throw new CommandFailed("envoy-config/bootstrap.yaml cannot be used: " + e.getMessage(), e);
        }
    }

    private static void port(JsonNode address, int port) {
        if (!(address instanceof ObjectNode socket)) {
            throw new CommandFailed(
                    "envoy-config/bootstrap.yaml has not the shape that up expects: no address to set " + port);
        }
        socket.put("port_value", port);
    }
}
