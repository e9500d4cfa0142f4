package dev.weir.node;

import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.model.EndpointAddress;
import dev.weir.node.heartbeat.Pulse;
import dev.weir.node.heartbeat.port.HeartbeatSigner;
import dev.weir.node.heartbeat.port.HeartbeatTaker;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.HttpBinding;
import dev.weir.node.impair.AdminEndpoint;
import dev.weir.node.impair.ServiceGate;
import dev.weir.node.metrics.adapter.micrometer.NodeMetrics;
import dev.weir.node.quotes.QuoteBook;
import dev.weir.node.quotes.QuotesEndpoint;
import dev.weir.node.rpc.RpcEndpoint;
import dev.weir.node.rpc.adapter.http.HttpChain;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A running node. Threads of its own; closing it drains. */
public final class Node implements AutoCloseable {
    private static final Duration CHAIN_PATIENCE = Duration.ofSeconds(10);

    private final NodeSettings settings;
    private final InstantSource clock;
    private final ServiceGate gate;
    private final NodeMetrics metrics;
    private final HttpBinding service;
    private final HttpBinding admin;
    private @Nullable Thread pulse;

    private Node(
            NodeSettings settings,
            InstantSource clock,
            ServiceGate gate,
            NodeMetrics metrics,
            HttpBinding service,
            HttpBinding admin) {
        this.settings = settings;
        this.clock = clock;
        this.gate = gate;
        this.metrics = metrics;
        this.service = service;
        this.admin = admin;
    }

    /** @throws IOException if a port is taken */
    public static Node start(NodeSettings settings, HttpClient client, InstantSource clock) throws IOException {
        return start(settings, client, clock, UnaryOperator.identity());
    }

    /** @param traced makes spans of the calls of an endpoint @throws IOException if a port is taken */
    public static Node start(
            NodeSettings settings, HttpClient client, InstantSource clock, UnaryOperator<Endpoint> traced)
            throws IOException {
        HttpBinding.configureServer();
        var gate = new ServiceGate(settings.impairment(), new Random(settings.seed()), Thread::sleep, System::nanoTime);
        var metrics = new NodeMetrics(gate::inFlight, () -> gate.current().capacity(), clock);
        var service = HttpBinding.open(
                settings.port(), traced.apply(metrics.timed(Routes::api, routes(settings, client, clock, gate))));
        try {
            var admin = HttpBinding.open(settings.adminPort(), new AdminEndpoint(gate, metrics));
            return new Node(settings, clock, gate, metrics, service, admin);
        } catch (IOException e) {
            service.close();
            throw e;
        }
    }

    private static Routes routes(NodeSettings settings, HttpClient client, InstantSource clock, ServiceGate gate) {
        var book = new QuoteBook(settings.seed(), clock);
        Optional<Endpoint> rpc = settings.chainRpc()
                .map(url -> new RpcEndpoint(MethodPolicy.ETHEREUM, new HttpChain(client, url, CHAIN_PATIENCE)));
        return new Routes(
                gate,
                new QuotesEndpoint(settings.name(), "/quotes", book),
                new QuotesEndpoint(settings.name(), "/fast/quotes", book),
                rpc);
    }

    public EndpointAddress.Socket address() {
        return new EndpointAddress.Socket("127.0.0.1", service.port());
    }

    public int adminPort() {
        return admin.port();
    }

    /** From now on says each second that it lives. */
    public void startHeartbeats(HeartbeatSigner signer, HeartbeatTaker taker) {
        var beats = new Pulse(
                settings.name(), address(), gate::inFlight, signer, metrics.counted(taker), clock, Thread::sleep);
        pulse = Thread.ofVirtual().name("heartbeats").start(beats);
    }

    @Override
    public void close() {
        if (pulse != null) {
            pulse.interrupt();
        }
        service.close();
        admin.close();
    }
}
