package dev.weir.cli.supervisor;

import dev.weir.certificates.ServiceRole;
import dev.weir.cli.ServiceCertificates;
import dev.weir.cli.instance.Home;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of one gateway, from its deployment file: commands, settings, probes. A pure function of its fields.
 *
 * @param identities by which they know each other; without them they speak in plain text
 */
public record Blueprint(
        Home home, Deployment deployment, Path config, WeirConfig weir, Optional<ServiceCertificates> identities) {
    private static final List<String> SMALL_JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss512k",
            "-Djava.net.preferIPv4Stack=true",
            "--enable-native-access=ALL-UNNAMED");

    /** A past state is some 0.3 MB in a file. anvil keeps 1,500 in memory before it writes any, and 3,600 on disk if nobody says otherwise. */
    private static final int PAST_STATES = 200;

    /** In plain text. */
    public Blueprint(Home home, Deployment deployment, Path config, WeirConfig weir) {
        this(home, deployment, config, weir, Optional.empty());
    }

    public Blueprint with(ServiceCertificates certificates) {
        return new Blueprint(home, deployment, config, weir, Optional.of(certificates));
    }

    public ProcessSpec chain() {
        int port = deployment.ports().chain();
        return new ProcessSpec(
                "anvil",
                List.of(
                        home.foundry("anvil").toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--block-time",
                        "1",
                        "--state",
                        home.data("chain").resolve("anvil-state.json").toString(),
                        "--state-interval",
                        "5",
                        "--cache-path",
                        home.pastStates().toString(),
                        "--max-persisted-states",
                        String.valueOf(PAST_STATES),
                        "--silent"),
                Map.of(),
                "http://127.0.0.1:" + port,
                URI.create("http://127.0.0.1:" + port + "?rpc"),
                URI.create("http://127.0.0.1:" + port + "?rpc"));
    }

    public ProcessSpec ratelimit() {
        var ports = deployment.ports();
        return service(
                "ratelimit-service",
                ServiceRole.RATELIMIT,
                deployment.memory().ratelimit(),
                Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(ports.ratelimitHttp()),
                        "QUARKUS_GRPC_SERVER_PORT", String.valueOf(ports.ratelimit()),
                        "WEIR_LIMITS_DIR", home.root().resolve("deploy/limits").toString(),
                        "WEIR_COUNTERS", weir.state().counters()),
                ports.ratelimitHttp(),
                "127.0.0.1:" + ports.ratelimit() + " (gRPC)");
    }

    public ProcessSpec judge() {
        var ports = deployment.ports();
        return service(
                "ext-authz-service",
                ServiceRole.JUDGE,
                deployment.memory().extAuthz(),
                Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(ports.auth()),
                        "QUARKUS_GRPC_SERVER_PORT", String.valueOf(ports.judge()),
                        "WEIR_XDS_ADDRESS", "127.0.0.1:" + ports.xds(),
                        "WEIR_RELAY_PORT", String.valueOf(ports.relay()),
                        "WEIR_DATA_DIR", home.data("ext-authz").toString()),
                ports.auth(),
                "127.0.0.1:" + ports.judge() + " (gRPC)");
    }

    public ProcessSpec controlPlane() {
        var ports = deployment.ports();
        return service(
                "xds-control-plane",
                ServiceRole.CONTROL_PLANE,
                deployment.memory().controlPlane(),
                Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(ports.dashboard()),
                        "WEIR_GATEWAY_TLS_PORT", String.valueOf(ports.gatewayTls()),
                        "WEIR_XDS_PORT", String.valueOf(ports.xds()),
                        "WEIR_JUDGE_PORT", String.valueOf(ports.judge()),
                        "WEIR_RATELIMIT_PORT", String.valueOf(ports.ratelimit()),
                        "WEIR_AUTH_PORT", String.valueOf(ports.auth()),
                        "WEIR_LIMITS_DIR", home.root().resolve("deploy/limits").toString(),
                        "WEIR_DATA_DIR", home.data("control-plane").toString(),
                        "WEIR_MODELS_DIR", home.data("models").toString(),
                        "WEIR_SEGMENTS_DIR", home.data("segments").toString()),
                ports.dashboard(),
                "http://127.0.0.1:" + ports.dashboard());
    }

    public ProcessSpec envoy(Path bootstrap) {
        int admin = deployment.ports().envoyAdmin();
        return new ProcessSpec(
                "envoy",
                List.of(
                        home.envoy().toString(),
                        "-c",
                        bootstrap.toString(),
                        "--log-level",
                        "warning",
                        "--disable-hot-restart",
                        "--concurrency",
                        "2"),
                Map.of(),
                "http://127.0.0.1:" + deployment.ports().gateway(),
                URI.create("http://127.0.0.1:" + admin + "/ready"),
                // Not /ready: an Envoy that waits for its configuration is no better for a restart.
                URI.create("http://127.0.0.1:" + admin + "/server_info"));
    }

    /**
     * Prometheus, beside the gateway: what it keeps is bounded by time and size.
     *
     * @param program of the PATH
     * @param scrapes its configuration
     */
    public ProcessSpec prometheus(Path program, Path scrapes) {
        var address = "http://127.0.0.1:" + deployment.ports().prometheus();
        return new ProcessSpec(
                "prometheus",
                List.of(
                        program.toString(),
                        "--config.file=" + scrapes,
                        "--storage.tsdb.path=" + home.data("prometheus"),
                        "--storage.tsdb.retention.time=7d",
                        "--storage.tsdb.retention.size=1GB",
                        "--enable-feature=exemplar-storage",
                        "--web.listen-address=127.0.0.1:" + deployment.ports().prometheus(),
                        "--log.level=warn"),
                Map.of(),
                address,
                URI.create(address + "/-/ready"),
                URI.create(address + "/-/healthy"));
    }

    /** @param operatorKey the file with the key that signs the node's heartbeats */
    public ProcessSpec node(int index, Path operatorKey) {
        var node = deployment.nodes().get(index);
        int port = deployment.ports().node(index);
        var command = java(deployment.memory().node(), "node-agent");
        command.addAll(List.of(
                "-cp",
                home.root().resolve("node-agent/target/node-agent-0.1.0-SNAPSHOT.jar") + ":"
                        + home.root().resolve("node-agent/target/lib") + "/*",
                "dev.weir.node.NodeAgent",
                "--name",
                node.name().value(),
                "--port",
                String.valueOf(port),
                "--admin-port",
                String.valueOf(deployment.ports().nodeAdmin(index)),
                "--chain-rpc",
                rpc(),
                "--control-plane",
                "http://127.0.0.1:" + deployment.ports().dashboard(),
                "--operator-key-file",
                operatorKey.toString(),
                "--contracts",
                home.contracts().toString(),
                "--region",
                node.region(),
                "--impair",
                node.impair(),
                "--seed",
                String.valueOf(index + 1)));
        return new ProcessSpec(
                node.name().value(),
                command,
                Map.of(),
                "http://127.0.0.1:" + port,
                URI.create("http://127.0.0.1:" + port + "/healthz"),
                URI.create("http://127.0.0.1:" + port + "/healthz"));
    }

    private ProcessSpec service(
            String module, ServiceRole role, int heapMib, Map<String, String> settings, int httpPort, String address) {
        var env = new HashMap<>(settings);
        identities.ifPresent(certificates -> env.putAll(identity(certificates, role)));
        env.put("WEIR_CONFIG", config.toString());
        env.put("WEIR_CONTRACTS", home.contracts().toString());
        env.put("WEIR_CHAIN_RPC", rpc());
        env.put("WEIR_GATEWAY_PORT", String.valueOf(deployment.ports().gateway()));
        env.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        var command = java(heapMib, module);
        command.addAll(List.of(
                "-jar",
                home.root()
                        .resolve(module + "/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        var health = "http://127.0.0.1:" + httpPort + "/health/";
        return new ProcessSpec(
                module, command, env, address, URI.create(health + "ready"), URI.create(health + "live"));
    }

    private Map<String, String> identity(ServiceCertificates certificates, ServiceRole role) {
        var files = certificates.files(role);
        var env = new HashMap<>(Map.of(
                "WEIR_TLS_CERT", files.certificate().toString(),
                "WEIR_TLS_KEY", files.key().toString(),
                "WEIR_TLS_CA", files.authorities().toString()));
        var signIn = String.valueOf(deployment.ports().authTls());
        switch (role) {
            case CONTROL_PLANE -> {
                env.put("WEIR_GATEWAY_IDENTITY", certificates.gateways().folder());
                env.put("WEIR_AUTH_PORT", signIn);
            }
            case JUDGE -> env.put("QUARKUS_HTTP_SSL_PORT", signIn);
            case RATELIMIT, GATEWAY -> {}
        }
        return env;
    }

    private static List<String> java(int heapMib, String what) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_JVM);
        command.add("-Xmx" + heapMib + "m");
        command.add("-Dprogram=" + what);
        return command;
    }

    /** The chain's JSON-RPC; where there is none, an address that nobody asks. */
    public String rpc() {
        return weir.chain().isDevnet() || weir.chain().isMemory()
                ? "http://127.0.0.1:" + deployment.ports().chain()
                : weir.chain().rpc();
    }

    /** The demo nodes, where some pool takes its nodes from the registry. */
    public List<Deployment.Node> nodes() {
        return weir.pools().stream().anyMatch(pool -> pool.nodes() == WeirConfig.NodeSource.REGISTRY)
                ? deployment.nodes()
                : List.of();
    }

    /** The clusters that a node of this deployment is in. */
    public Set<String> servedClusters() {
        return weir.apis().stream()
                .flatMap(api -> api.pools().stream()
                        .filter(pool ->
                                nodes().stream().anyMatch(node -> node.pool().equals(pool)))
                        .map(pool -> api.name() + "." + api.clusterPool(pool)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Every port, with what it is for. */
    public Map<String, Integer> ports() {
        var ports = new LinkedHashMap<String, Integer>();
        var all = deployment.ports();
        ports.put("gateway", all.gateway());
        if (weir.edge().tls().isPresent()) {
            ports.put("gateway, TLS", all.gatewayTls());
        }
        ports.put("dashboard", all.dashboard());
        ports.put("Envoy admin", all.envoyAdmin());
        ports.put("xDS", all.xds());
        ports.put("relay", all.relay());
        ports.put("ext_authz", all.judge());
        ports.put("sign-in", all.auth());
        identities.ifPresent(any -> ports.put("sign-in, TLS", all.authTls()));
        ports.put("rate limit", all.ratelimit());
        ports.put("rate limit health", all.ratelimitHttp());
        if (weir.chain().isDevnet()) {
            ports.put("chain", all.chain());
        }
        for (int i = 0; i < nodes().size(); i++) {
            var name = nodes().get(i).name();
            ports.put("node " + name, all.node(i));
            ports.put("admin of node " + name, all.nodeAdmin(i));
        }
        return ports;
    }
}
