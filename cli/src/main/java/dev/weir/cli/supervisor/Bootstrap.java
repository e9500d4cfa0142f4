package dev.weir.cli.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.certificates.ServiceRole;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import dev.weir.topology.GatewayIdentity;
import dev.weir.topology.adapter.envoy.ServiceSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Envoy's bootstrap file of {@code envoy-config/} with one gateway's name, place and addresses in it. */
public final class Bootstrap {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final String XDS = "/static_resources/clusters/0";
    /** By priority: the control plane, the relay. */
    private static final String ADS =
            XDS + "/load_assignment/endpoints/%d/lb_endpoints/0/endpoint/address/socket_address";

    private Bootstrap() {}

    /** Where something listens: an IP address or a name, and a port. */
    public record Address(String host, int port) {}

    /**
     * A gateway anywhere.
     *
     * @param relay none where no judge's relay is to stand in for the control plane
     * @param identity without it control plane and relay are dialled in plain text
     */
    public record Gateway(
            String nodeId,
            Optional<String> region,
            Optional<String> zone,
            Address xds,
            Optional<Address> relay,
            int admin,
            Optional<GatewayIdentity> identity) {}

    /** The file's text for a gateway anywhere. */
    public static String text(Home home, Gateway gateway) {
        try {
            var tree = read(home);
            port(tree.at("/admin/address/socket_address"), gateway.admin());
            if (!(tree.get("node") instanceof ObjectNode node)) {
                throw new CommandFailed("envoy-config/bootstrap.yaml has not the shape that is expected: no node");
            }
            node.put("id", gateway.nodeId());
            if (gateway.region().isPresent() || gateway.zone().isPresent()) {
                var locality = node.putObject("locality");
                gateway.region().ifPresent(region -> locality.put("region", region));
                gateway.zone().ifPresent(zone -> locality.put("zone", zone));
            }
            address(tree.at(ADS.formatted(0)), gateway.xds());
            gateway.relay().ifPresent(relay -> address(tree.at(ADS.formatted(1)), relay));
            if (gateway.relay().isEmpty()) {
                ((ArrayNode) tree.at(XDS + "/load_assignment/endpoints")).remove(1);
            }
            if (isName(gateway.xds().host())
                    || gateway.relay().map(relay -> isName(relay.host())).orElse(false)) {
                ((ObjectNode) tree.at(XDS)).put("type", "STRICT_DNS").put("respect_dns_ttl", true);
            }
            gateway.identity()
                    .ifPresent(
                            identity -> secure(tree, identity, gateway.relay().isPresent()));
            return YAML.writeValueAsString(tree);
        } catch (IOException e) {
            throw new CommandFailed("envoy-config/bootstrap.yaml cannot be used: " + e.getMessage(), e);
        }
    }

    /** A judge is believed too where its relay stands in for the control plane, whose word it has. */
    private static void secure(JsonNode tree, GatewayIdentity identity, boolean relayed) {
        var roles = relayed ? Set.of(ServiceRole.CONTROL_PLANE, ServiceRole.JUDGE) : Set.of(ServiceRole.CONTROL_PLANE);
        ((ObjectNode) tree.at(XDS)).set("transport_socket", ServiceSocket.to(roles, identity, "h2"));
    }

    static Path write(Home home, Deployment.Ports ports) {
        return write(home, ports, Optional.empty());
    }

    static Path write(Home home, Deployment.Ports ports, Optional<GatewayIdentity> identity) {
        try {
            var tree = read(home);
            port(tree.at("/admin/address/socket_address"), ports.envoyAdmin());
            port(tree.at(ADS.formatted(0)), ports.xds());
            port(tree.at(ADS.formatted(1)), ports.relay());
            identity.ifPresent(present -> secure(tree, present, true));
            var file = home.run().resolve("envoy.yaml");
            YAML.writeValue(file.toFile(), tree);
            return file;
        } catch (IOException e) {
            throw new CommandFailed("envoy-config/bootstrap.yaml cannot be used: " + e.getMessage(), e);
        }
    }

    private static JsonNode read(Home home) throws IOException {
        return YAML.readTree(home.root().resolve("envoy-config/bootstrap.yaml").toFile());
    }

    private static boolean isName(String host) {
        try {
            return InetAddress.ofLiteral(host) == null;
        } catch (IllegalArgumentException notALiteral) {
            return true;
        }
    }

    private static void address(JsonNode socket, Address address) {
        port(socket, address.port());
        ((ObjectNode) socket).put("address", address.host());
    }

    private static void port(JsonNode address, int port) {
        if (!(address instanceof ObjectNode socket)) {
            throw new CommandFailed(
                    "envoy-config/bootstrap.yaml has not the shape that up expects: no address to set " + port);
        }
        socket.put("port_value", port);
    }
}
