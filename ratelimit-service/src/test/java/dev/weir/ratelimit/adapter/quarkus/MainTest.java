package dev.weir.ratelimit.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @TempDir
    Path limits;

    private String identity = "";

    @Test
    void refusal_ofGoodConfiguration_isNone() throws IOException {
        write("{domain: weir, descriptors: [{key: a}]}");

        assertThat(Main.refusal(config("memory"))).isEmpty();
        assertThat(Main.refusal(config("redis://127.0.0.1:6379"))).isEmpty();
    }

    @Test
    void refusal_ofBadLimits_namesFileAndLine() throws IOException {
        write("domain: weir\ndescriptors: [{key: a, colour: red}]");

        assertThat(Main.refusal(config("memory")))
                .contains(
                        "the limits cannot be used.\n" + limits.resolve("weir.yaml")
                                + ":2: 'colour' is not known in a descriptor; expected one of key, value, rate_limit, descriptors, shadow_mode");
    }

    @Test
    void refusal_ofAnUnknownCounterStore_saysWhatIsExpectedAndNotWhatWasGiven() throws IOException {
        write("{domain: weir, descriptors: [{key: a}]}");

        Optional<String> refusal = Main.refusal(config("memcached://user:secret@host"));

        assertThat(refusal)
                .contains(
                        "weir.counters is not usable: expected memory or redis[s]://[[user]:password@]host:port[/database]");
    }

    @Test
    void refusal_ofATakenPort_namesIt() throws IOException {
        write("{domain: weir, descriptors: [{key: a}]}");
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();

            assertThat(Main.refusal(config("memory", port)))
                    .contains("cannot listen on 127.0.0.1:" + port
                            + " (quarkus.grpc.server.port): Address already in use");
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(limits.resolve("weir.yaml"), text);
    }

    @Test
    void refusal_ofSomeOfTheCertificatesSettings_saysWhatIsMeant() throws IOException {
        write("{domain: weir, descriptors: [{key: a}]}");
        identity = "/nowhere/tls.crt";

        assertThat(Main.refusal(config("memory")).orElseThrow())
                .startsWith("of WEIR_TLS_CERT, WEIR_TLS_KEY and WEIR_TLS_CA two are set; set all three");
    }

    private Config config(String counters) {
        return config(counters, 0);
    }

    private Config config(String counters, int grpcPort) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(Map.of(
                        "weir.counters",
                        counters,
                        "weir.limits-dir",
                        limits.toString(),
                        "quarkus.grpc.server.host",
                        "127.0.0.1",
                        "quarkus.grpc.server.port",
                        Integer.toString(grpcPort),
                        "quarkus.http.host",
                        "127.0.0.1",
                        "weir.tls-cert",
                        identity,
                        "weir.tls-key",
                        identity,
                        "quarkus.http.port",
                        "0"))
                .build();
    }
}
