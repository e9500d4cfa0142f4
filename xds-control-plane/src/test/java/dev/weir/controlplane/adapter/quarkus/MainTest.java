package dev.weir.controlplane.adapter.quarkus;

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
    private Path folder;

    private String collector = "";
    private String gateways = "";
    private String certificates = "";

    @BeforeEach
    void goodFiles() throws IOException {
        Files.copy(Path.of("../weir.yaml"), folder.resolve("weir.yaml"));
        Files.createDirectory(folder.resolve("limits"));
        Files.copy(Path.of("../deploy/limits/weir.yaml"), folder.resolve("limits/weir.yaml"));
        ServiceUnderTest.CONTRACTS.write(folder.resolve("contracts.json"));
    }

    @Test
    void refusal_ofGoodConfiguration_isNone() {
        assertThat(Main.refusal(config(0, 0))).isEmpty();
    }

    @Test
    void refusal_ofABadConfig_namesFileAndLine() throws IOException {
        Files.writeString(folder.resolve("weir.yaml"), "colour: red\n");

        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .startsWith(folder.resolve("weir.yaml") + ":1:1: unknown key 'colour'");
    }

    @Test
    void refusal_ofBadLimits_namesFileAndLine() throws IOException {
        Files.writeString(folder.resolve("limits/weir.yaml"), "domain: weir\ndescriptors:\n  - {key: api, keys: 1}\n");

        assertThat(Main.refusal(config(0, 0)))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith(folder.resolve("limits/weir.yaml") + ":3:")
                        .contains("unknown key 'keys'"));
    }

    @Test
    void refusal_ofMissingContracts_namesTheFile() throws IOException {
        Files.delete(folder.resolve("contracts.json"));

        assertThat(Main.refusal(config(0, 0)))
                .contains("cannot read the contract addresses in " + folder.resolve("contracts.json"));
    }

    @Test
    void refusal_ofDamagedOrders_saysHowToMendThem() throws IOException {
        Files.writeString(folder.resolve("orders.json"), "{");

        assertThat(Main.refusal(config(0, 0)))
                .contains(folder.resolve("orders.json")
                        + " is damaged; mend it, or delete it to start without pins and freeze");
    }

    @Test
    void refusal_ofACollectorThatIsNoPlace_namesItsVariable() {
        collector = "collector:4318";

        assertThat(Main.refusal(config(0, 0)))
                .hasValueSatisfying(
                        why -> assertThat(why)
                                .startsWith(
                                        "OTEL_EXPORTER_OTLP_ENDPOINT names no place to send spans to; expected http://HOST:PORT"));
    }

    @Test
    void refusal_ofATakenPort_namesItsSetting() throws IOException {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();

            assertThat(Main.refusal(config(port, 0)))
                    .contains("cannot listen on 127.0.0.1:" + port + " (weir.xds-port): Address already in use");
            assertThat(Main.refusal(config(0, port)))
                    .contains("cannot listen on 127.0.0.1:" + port + " (quarkus.http.port): Address already in use");
        }
    }

    @Test
    void refusal_ofCertificatesWithoutTheGateways_orTheGatewaysWithoutThem_saysWhichIsMissing() {
        gateways = "/etc/weir/tls";
        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .startsWith("WEIR_GATEWAY_IDENTITY is set and WEIR_TLS_CERT is not");

        gateways = "";
        certificates = "/nowhere/tls.pem";
        assertThat(Main.refusal(config(0, 0)).orElseThrow())
                .startsWith("WEIR_TLS_CERT is set and WEIR_GATEWAY_IDENTITY is not");
    }

    private Config config(int xdsPort, int httpPort) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(Map.of(
                        "weir.config", folder.resolve("weir.yaml").toString(),
                        "weir.limits-dir", folder.resolve("limits").toString(),
                        "weir.contracts", folder.resolve("contracts.json").toString(),
                        "weir.data-dir", folder.toString(),
                        "weir.trace-endpoint", collector,
                        "weir.xds-host", "127.0.0.1",
                        "weir.xds-port", Integer.toString(xdsPort),
                        "quarkus.http.host", "127.0.0.1",
                        "quarkus.http.port", Integer.toString(httpPort)))
                .withDefaultValue("weir.gateway-identity", gateways)
                .withDefaultValue("weir.tls-cert", certificates)
                .withDefaultValue("weir.tls-key", certificates)
                .withDefaultValue("weir.tls-ca", certificates)
                .build();
    }
}
