package dev.weir.judge.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    Path folder;

    @BeforeEach
    void goodFiles() throws IOException {
        Files.copy(Path.of("../weir.yaml"), folder.resolve("weir.yaml"));
        Files.writeString(folder.resolve("contracts.json"), ServiceUnderTest.CONTRACTS);
    }

    @Test
    void refusal_ofGoodConfiguration_isNone() {
        assertThat(Main.refusal(config(0, 0))).isEmpty();
    }

    @Test
    void refusal_ofABadConfiguration_namesFileAndLine() throws IOException {
        Files.writeString(folder.resolve("weir.yaml"), "apis: []\npools: []\ncolour: red\n");

        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .contains("weir.yaml:3:")
                .contains("colour");
    }

    @Test
    void refusal_ofAMissingConfiguration_namesTheFile() throws IOException {
        Files.delete(folder.resolve("weir.yaml"));

        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .contains(folder.resolve("weir.yaml").toString());
    }

    @Test
    void refusal_ofAnApiUnderTheNameOfSignIn_saysWhatToDo() throws IOException {
        Files.writeString(
                folder.resolve("weir.yaml"),
                "apis: [{name: auth, match: {prefix: /a}, pools: [edge]}]\npools: [{name: edge, nodes: registry}]\n");

        assertThat(Main.refusal(config(0, 0)))
                .contains(folder.resolve("weir.yaml")
                        + ":1:8: apis[0]: no API can be called 'auth', which is sign-in's own; choose another");
    }

    @Test
    void refusal_ofBadContractAddresses_namesTheFile() throws IOException {
        Files.writeString(folder.resolve("contracts.json"), "{}");

        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .contains(folder.resolve("contracts.json").toString())
                .contains("version is 0, expected 1");
    }

    @Test
    void refusal_ofASettingThatIsMissing_namesIt() {
        var without = new SmallRyeConfigBuilder()
                .withDefaultValues(Map.of("quarkus.http.host", "127.0.0.1"))
                .build();

        assertThat(Main.refusal(without).orElseThrow()).contains("weir.config");
    }

    @Test
    void refusal_ofPeersThatAreNoAddresses_namesTheSettingAndTheOne() {
        assertThat(Main.refusal(config("weir.peers", "judge-0:9191,judge-1:9191,[::1]:9191")))
                .isEmpty();
        assertThat(Main.refusal(config("weir.peers", "judge-0:9191,judge-1")))
                .contains("weir.peers: 'judge-1' is not host:port, as judge-1:9191");
        assertThat(Main.refusal(config("weir.peers", "judge-0:9191,".repeat(33))))
                .contains("weir.peers: 33 are more than 32");
    }

    @Test
    void refusal_ofALookThatIsNone_namesTheSetting() {
        assertThat(Main.refusal(config("weir.look", "8"))).isEmpty();
        assertThat(Main.refusal(config("weir.look", "-1")))
                .contains("weir.look: -1 is negative; 0 looks at all endpoints");
        assertThat(Main.refusal(config("weir.look", "some")).orElseThrow()).startsWith("weir.look is not a number: ");
    }

    @Test
    void refusal_ofATakenPort_namesItAndItsSetting() throws IOException {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();

            assertThat(Main.refusal(config(port, 0)))
                    .contains("cannot listen on 127.0.0.1:" + port
                            + " (quarkus.grpc.server.port): Address already in use");
            assertThat(Main.refusal(config(0, port)))
                    .contains("cannot listen on 127.0.0.1:" + port + " (quarkus.http.port): Address already in use");
            assertThat(Main.refusal(settings(0, 0, port).build()))
                    .contains("cannot listen on 127.0.0.1:" + port + " (weir.relay-port): Address already in use");
        }
    }

    @Test
    void refusal_ofSomeOfTheCertificatesSettings_saysWhatIsMeant() {
        assertThat(Main.refusal(config("weir.tls-cert", "/nowhere/tls.crt")).orElseThrow())
                .isEqualTo(
                        "of WEIR_TLS_CERT, WEIR_TLS_KEY and WEIR_TLS_CA one is set; set all three, for mutual TLS, or none, for"
                                + " plain text within a trusted network");
    }

    @Test
    void refusal_ofACertificateThatIsNotThere_namesIt() {
        var config = settings(0, 0, 0)
                .withDefaultValue("weir.tls-cert", "/nowhere/tls.crt")
                .withDefaultValue("weir.tls-key", "/nowhere/tls.key")
                .withDefaultValue("weir.tls-ca", "/nowhere/ca.crt")
                .build();

        assertThat(Main.refusal(config)).contains("/nowhere/tls.crt does not exist");
    }

    private Config config(String setting, String value) {
        return settings(0, 0, 0).withDefaultValue(setting, value).build();
    }

    private Config config(int grpcPort, int httpPort) {
        return settings(grpcPort, httpPort, 0).build();
    }

    private SmallRyeConfigBuilder settings(int grpcPort, int httpPort, int relayPort) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(Map.of(
                        "weir.config",
                        folder.resolve("weir.yaml").toString(),
                        "weir.contracts",
                        folder.resolve("contracts.json").toString(),
                        "weir.data-dir",
                        folder.toString(),
                        "quarkus.grpc.server.host",
                        "127.0.0.1",
                        "quarkus.grpc.server.port",
                        Integer.toString(grpcPort),
                        "quarkus.http.host",
                        "127.0.0.1",
                        "quarkus.http.port",
                        Integer.toString(httpPort),
                        "weir.relay-host",
                        "127.0.0.1",
                        "weir.relay-port",
                        Integer.toString(relayPort)))
                .withDefaultValue("weir.xds-address", "127.0.0.1:18000");
    }
}
