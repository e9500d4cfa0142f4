package dev.weir.judge.adapter.quarkus;

import dev.weir.judge.adapter.envoy.FakeControlPlane;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files, free ports and a control plane of its own for a service that runs in a test. */
public final class ServiceUnderTest implements QuarkusTestResourceLifecycleManager {
    static final String CONTRACTS = """
            {"version": 1, "chainId": 31337,
             "token": "0x5fbdb2315678afecb367f032d93f642f64180aa3",
             "stakeVault": "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
             "nodeRegistry": "0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0"}
            """;

    private final FakeControlPlane controlPlane = new FakeControlPlane();

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("weir-judge");
            Files.writeString(folder.resolve("contracts.json"), CONTRACTS);
            int httpPort = freePort();
            return Map.of(
                    "weir.config",
                            Path.of("../weir.yaml").toAbsolutePath().normalize().toString(),
                    "weir.contracts", folder.resolve("contracts.json").toString(),
                    "weir.chain-rpc", "http://127.0.0.1:1",
                    "weir.gateway-port", Integer.toString(httpPort),
                    "weir.xds-address", "127.0.0.1:" + controlPlane.port(),
                    "weir.relay-port", Integer.toString(freePort()),
                    "weir.data-dir", folder.toString(),
                    "quarkus.grpc.server.test-port", Integer.toString(freePort()),
                    "quarkus.http.test-port", Integer.toString(httpPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(controlPlane, new TestInjector.MatchesType(FakeControlPlane.class));
    }

    @Override
    public void stop() {
        controlPlane.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
