package dev.weir.node;

import dev.weir.chain.ContractAddresses;
import dev.weir.model.NodeId;
import dev.weir.node.heartbeat.adapter.chain.OperatorKey;
import dev.weir.node.heartbeat.adapter.http.HttpHeartbeatTaker;
import dev.weir.node.impair.Impairment;
import dev.weir.node.impair.ImpairmentText;
import dev.weir.node.trace.adapter.otlp.Traces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program. Exit codes: 0 stopped, 1 could not start, 2 asked wrongly. */
@Command(
        name = "node-agent",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Answers a gateway's calls on this machine and says each second that it lives.")
public final class NodeAgent implements Callable<Integer> {
    static {
        // One line an event; read once, when logging starts.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    }

    @Option(names = "--name", required = true, description = "the node's name in the registry")
    private String name = "";

    @Option(names = "--port", required = true, description = "port of the service on 127.0.0.1; 0 for any free one")
    private int port;

    @Option(names = "--admin-port", defaultValue = "0", description = "port of GET and PUT /admin/impair on 127.0.0.1")
    private int adminPort;

    @Option(names = "--chain-rpc", paramLabel = "URL", description = "the chain behind /rpc; none, no /rpc")
    private @Nullable URI chainRpc;

    @Option(names = "--region", defaultValue = "local", description = "where the node is, for its log")
    private String region = "";

    @Option(
            names = "--impair",
            paramLabel = "TEXT",
            defaultValue = "latency=0",
            description = "how it behaves, as latency=5ms,capacity=32,queue=128,jitter=0.2,errors=0")
    private String impair = "";

    @Option(names = "--seed", defaultValue = "1", description = "of the quotes and the service times")
    private long seed;

    @ArgGroup(exclusive = false, heading = "Heartbeats: all of these or none%n")
    private @Nullable HeartbeatOptions heartbeats;

    private static final class HeartbeatOptions {
        @Option(
                names = "--control-plane",
                paramLabel = "URL",
                required = true,
                description = "who takes the heartbeats")
        private URI controlPlane = URI.create("");

        @Option(
                names = "--operator-key-file",
                paramLabel = "FILE",
                required = true,
                description = "the operator's key, hex")
        private Path operatorKeyFile = Path.of("");

        @Option(
                names = "--contracts",
                paramLabel = "FILE",
                required = true,
                description = "where the registry is, as deployed")
        private Path contracts = Path.of("");
    }

    public static void main(String[] args) {
        var line = new CommandLine(new NodeAgent());
        line.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure));
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        var traces = Traces.to(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), name);
        var node = Node.start(settings(), client, InstantSource.system(), traces::of);
        startHeartbeats(node, client);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            traces.close();
                        },
                        "drain"));
        log().log(
                        Level.INFO,
                        "node {0} in {1} answers at {2}, admin port {3,number,#}",
                        name,
                        region,
                        node.address(),
                        node.adminPort());
        stopped.await();
        return 0;
    }

    private NodeSettings settings() {
        var impairment = ImpairmentText.apply(impair, Impairment.NONE, Impairment.NONE);
        return new NodeSettings(new NodeId(name), port, adminPort, Optional.ofNullable(chainRpc), impairment, seed);
    }

    private void startHeartbeats(Node node, HttpClient client) throws IOException {
        if (heartbeats == null) {
            log().log(Level.INFO, "no control plane is named: no heartbeats");
            return;
        }
        var contracts = ContractAddresses.read(heartbeats.contracts);
        var key = OperatorKey.read(heartbeats.operatorKeyFile, contracts.chainId(), contracts.nodeRegistry());
        node.startHeartbeats(key, new HttpHeartbeatTaker(client, heartbeats.controlPlane));
    }

    /** A line for what people can mend, a stack trace for a bug. */
    private static int fail(Exception failure) {
        if (failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof IllegalArgumentException) {
            System.err.println("node-agent: " + failure.getMessage());
            return failure instanceof IllegalArgumentException ? 2 : 1;
        }
        failure.printStackTrace(System.err);
        return 1;
    }

    /** Not a constant: the format above must be set before logging starts. */
    private static System.Logger log() {
        return System.getLogger(NodeAgent.class.getName());
    }
}
