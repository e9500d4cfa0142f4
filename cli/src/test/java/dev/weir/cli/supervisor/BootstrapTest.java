package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import dev.weir.topology.GatewayIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BootstrapTest {
    private static final Deployment.Ports PORTS = new Deployment.Ports(
            11_000, 9_080, 10_901, 19_000, 19_001, 10_191, 9_081, 10_192, 9_082, 9_545, 10_090, 10_101);

    @TempDir
    Path folder;

    private Path shipped = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        shipped = Files.createDirectories(folder.resolve("envoy-config")).resolve("bootstrap.yaml");
        Files.createDirectories(home().run());
    }

    @Test
    void shippedFile_isWrittenWithTheThreePorts_andOtherwiseAsItIs() throws IOException {
        Files.copy(Path.of("../envoy-config/bootstrap.yaml"), shipped);

        var written = Bootstrap.write(home(), PORTS);

        var yaml = new YAMLMapper();
        var expected = yaml.readTree(Files.readString(shipped)
                .replace("port_value: 9901", "port_value: 10901")
                .replace("port_value: 18000", "port_value: 19000")
                .replace("port_value: 18001", "port_value: 19001"));
        assertThat(written).isEqualTo(home().run().resolve("envoy.yaml"));
        assertThat(yaml.readTree(written.toFile())).isEqualTo(expected);
    }

    @Test
    void gatewayWithAnIdentity_dialsControlPlaneAndRelayOverTls_andBelievesTheirRolesAlone() throws IOException {
        Files.copy(Path.of("../envoy-config/bootstrap.yaml"), shipped);
        var identity = Optional.of(new GatewayIdentity("/etc/weir/tls"));
        var names = "/static_resources/clusters/0/transport_socket/typed_config/common_tls_context"
                + "/combined_validation_context/default_validation_context/match_typed_subject_alt_names";

        var written = new YAMLMapper()
                .readTree(Bootstrap.write(home(), PORTS, identity).toFile());
        assertThat(written.at(names).findValuesAsText("exact"))
                .containsExactly("spiffe://weir/judge", "spiffe://weir/control-plane");

        var anywhere = new YAMLMapper()
                .readTree(Bootstrap.text(
                        home(),
                        new Bootstrap.Gateway(
                                "edge-1",
                                Optional.empty(),
                                Optional.empty(),
                                new Bootstrap.Address("10.0.0.7", 18_000),
                                Optional.empty(),
                                9_901,
                                identity)));
        assertThat(anywhere.at(names).findValuesAsText("exact")).containsExactly("spiffe://weir/control-plane");
        assertThat(anywhere.findValuesAsText("path"))
                .containsExactly("/etc/weir/tls/identity.yaml", "/etc/weir/tls/authorities.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "admin: {}", "admin: {address: {socket_address: 7}}", "", "node: {id: gateway-1}"})
    void fileOfAnotherShape_isTold(String text) throws IOException {
        Files.writeString(shipped, text);

        assertThatThrownBy(() -> Bootstrap.write(home(), PORTS))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("envoy-config/bootstrap.yaml has not the shape that up expects: no address to set 10901");
    }

    @Test
    void fileThatIsNoYaml_isTold() throws IOException {
        Files.writeString(shipped, "admin: {");

        assertThatThrownBy(() -> Bootstrap.write(home(), PORTS))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("envoy-config/bootstrap.yaml cannot be used: ");
    }

    private Home home() {
        return new Home(folder, folder.resolve("state"), folder.resolve("tools"));
    }
}
