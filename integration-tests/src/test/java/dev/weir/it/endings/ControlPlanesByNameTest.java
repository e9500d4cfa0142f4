package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.cli.instance.Home;
import dev.weir.cli.supervisor.Bootstrap;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.it.NameServer;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two control planes behind the name that a gateway's bootstrap has. */
final class ControlPlanesByNameTest {
    private static final int PORTS = 23_960;
    private static final String NAME = "control-plane.weir.test";
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Home HOME = new Home(ROOT, ROOT.resolve("target/no-home"), ROOT.resolve(".weir/tools"));

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<AdsPublisher> publishers = new ArrayList<>();
    private final List<XdsServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void gatewayWhoseControlPlaneEnds_isToldByTheOther() throws IOException {
        var names = new NameServer();
        open.add(names);
        names.say(NAME, ADDRESSES.getFirst(), ADDRESSES.getLast());
        for (var address : ADDRESSES) {
            var publisher = new AdsPublisher();
            publisher.publish(topology());
            publishers.add(publisher);
            var server = XdsServer.start(
                    new InetSocketAddress(address, PORTS + 4), publisher, new AttemptQueue(), new AccessRing());
            open.add(server);
            servers.add(server);
        }
        open.add(envoy(names)::destroy);
        await().atMost(Duration.ofSeconds(30)).until(() -> told(0) != told(1));
        int first = told(0) ? 0 : 1;

        servers.get(first).close();

        await().atMost(Duration.ofSeconds(30)).until(() -> told(1 - first));
        assertThat(told(first)).isFalse();
    }

    private boolean told(int which) {
        return publishers.get(which).gateways().values().stream().anyMatch(gateway -> gateway.connected());
    }

    private Topology topology() throws IOException {
        var config = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), """
                apis: [{name: one, match: {prefix: /one}, pools: [one]}]
                pools: [{name: one, nodes: registry}]
                """));
        return new Topology(
                ServiceAddresses.onLoopback(PORTS, PORTS + 1, PORTS + 2, PORTS + 3, PORTS + 4),
                config.apis().stream()
                        .map(api -> new ApiRoute(
                                api, List.of(new PoolEndpoints(api.pools().getFirst(), List.of()))))
                        .toList());
    }

    private Process envoy(NameServer names) throws IOException {
        var text = Bootstrap.text(
                HOME,
                new Bootstrap.Gateway(
                        "gateway-1",
                        Optional.empty(),
                        Optional.empty(),
                        new Bootstrap.Address(NAME, PORTS + 4),
                        Optional.empty(),
                        PORTS + 5,
                        Optional.empty()));
        var file = Files.writeString(folder.resolve("envoy.yaml"), text + names.asEnvoysResolver());
        return new ProcessBuilder(
                        HOME.envoy().toString(),
                        "-c",
                        file.toString(),
                        "--log-level",
                        "error",
                        "--disable-hot-restart",
                        "--concurrency",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("envoy.log").toFile())
                .start();
    }
}
