package dev.weir.controlplane.adapter.quarkus;

import dev.weir.chain.ContractAddresses;
import dev.weir.model.WalletAddress;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Free ports and a folder of its own for a control plane whose chain does not answer. */
public class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final ContractAddresses CONTRACTS =
            new ContractAddresses(31_337, contract("a"), contract("b"), contract("c"));

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("weir-control-plane");
            Files.writeString(folder.resolve("admin-token"), TOKEN + "\n");
            CONTRACTS.write(folder.resolve("contracts.json"));
            var http = Integer.toString(freePort());
            var settings = new HashMap<>(Map.of(
                    "weir.config", Path.of("../weir.yaml").toAbsolutePath().toString(),
                    "weir.contracts", folder.resolve("contracts.json").toString(),
                    "weir.chain-rpc", "http://127.0.0.1:" + freePort(),
                    "weir.xds-port", Integer.toString(freePort()),
                    "weir.data-dir", folder.toString(),
                    "weir.models-dir", folder.resolve("models").toString(),
                    "weir.segments-dir", folder.resolve("segments").toString(),
                    "quarkus.http.port", http,
                    "quarkus.http.test-port", http));
            settings.putAll(Map.of(
                    "weir.limits-dir",
                            Path.of("../deploy/limits").toAbsolutePath().toString(),
                    "weir.gateway-port", "10000",
                    "weir.judge-port", "9191",
                    "weir.ratelimit-port", "9192",
                    "weir.auth-port", "8081"));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    private static WalletAddress contract(String digit) {
        return new WalletAddress("0x" + digit.repeat(40));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
