package dev.weir.it.endings;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.adapter.memory.InMemoryChain;
import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.Eip712Domain;
import dev.weir.chain.signature.Signer;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.chain.OperatorSignatures;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.adapter.file.FileAuditLog;
import dev.weir.controlplane.adapter.file.FileFleetStore;
import dev.weir.controlplane.adapter.file.FileOrderStore;
import dev.weir.controlplane.adapter.file.FileRolloutStore;
import dev.weir.controlplane.adapter.file.FileWeightStore;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.SignedHeartbeat;
import dev.weir.model.TokenAmount;
import dev.weir.topology.ServiceAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The control plane's loop on clocks that are set, before a stock Envoy and four nodes that answer all the while. */
final class MembershipRig implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Signer OPERATOR = Devnet.signer(7);
    private static final ContractAddresses CONTRACTS =
            new ContractAddresses(31_337, Devnet.wallet(0), Devnet.wallet(1), Devnet.wallet(2));
    private static final List<NodeId> NODES =
            List.of(new NodeId("amber"), new NodeId("birch"), new NodeId("cedar"), new NodeId("dune"));
    private static final String CONFIG = """
            apis: [{name: fine, match: {prefix: /fine}, pools: [fine], access: {wallet: any}}]
            pools: [{name: fine, nodes: registry}]
            """;

    private final int ports;
    private final InMemoryChain chain = new InMemoryChain();
    private final List<ScriptedNode> nodes = new ArrayList<>();
    private final AdsPublisher publisher = new AdsPublisher();
    private final ScriptedJudge judge;
    private final XdsServer xds;
    private final FileWeightStore weights;
    private final Fleet fleet;
    private final RegistryWatch registry;
    private final GatewayLoop loop;
    private final Process envoy;
    private Instant steady = START;
    private Duration wallAhead = Duration.ZERO;
    private long sequence;

    /** @param ports the first of twenty that are free @param envoy the stock binary @param bootstrap as we ship it */
    MembershipRig(int ports, Path envoy, Path bootstrap, Path folder) throws IOException {
        this.ports = ports;
        judge = new ScriptedJudge(ports + 1, ports + 2);
        var attempts = new AttemptQueue();
        xds = XdsServer.start(new InetSocketAddress("127.0.0.1", ports + 4), publisher, attempts, new AccessRing());
        for (var node : NODES) {
            chain.register(
                    new RegisteredNode(node, OPERATOR.wallet(), new PoolName("fine"), "eu-west", TokenAmount.ZERO));
            nodes.add(new ScriptedNode(port(node), new ConcurrentHashMap<>()));
        }
        weights = new FileWeightStore(folder);
        fleet = new Fleet(new OperatorSignatures(CONTRACTS), () -> wall(), () -> steady, new FileFleetStore(folder));
        registry = new RegistryWatch(chain, fleet, () -> steady);
        var audit = new FileAuditLog(folder);
        loop = new GatewayLoop(
                WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), CONFIG)),
                ServiceAddresses.onLoopback(ports, ports + 1, ports + 2, ports + 3, ports + 4),
                List::of,
                fleet,
                new OrderBook(new FileOrderStore(folder), audit, () -> wall()),
                attempts,
                new Artifacts(
                        Map.of(),
                        new FileRolloutStore(folder),
                        audit,
                        new RolloutTerms(Duration.ZERO, 1, 0.1, true),
                        () -> wall()),
                registry,
                publisher,
                windows -> {},
                weights,
                () -> steady);
        this.envoy = EndingsRig.started(envoy, bootstrap, folder, ports);
    }

    Calls calls() {
        return new Calls(ports, "127.0.0.1");
    }

    InMemoryChain chain() {
        return chain;
    }

    /** One tick of the loop after its time. */
    void tick() {
        steady = steady.plus(TICK);
        registry.refresh();
        loop.tick();
    }

    /** Each node says that it lives, at its own, right time; whether that is taken is the control plane's. */
    void beat() {
        for (var node : NODES) {
            var heartbeat =
                    new Heartbeat(node, new EndpointAddress.Socket("127.0.0.1", port(node)), ++sequence, steady, 0);
            var signature = OPERATOR.sign(Eip712.digest(Eip712Domain.of(CONTRACTS), heartbeat));
            var _ = fleet.accept(new SignedHeartbeat(heartbeat, signature));
        }
    }

    /** The control plane's wall clock is set. */
    void moveWallClock(Duration ahead) {
        wallAhead = ahead;
    }

    void deregister(NodeId node) {
        chain.deregister(node, OPERATOR.wallet());
    }

    void register(NodeId node) {
        chain.register(new RegisteredNode(node, OPERATOR.wallet(), new PoolName("fine"), "eu-west", TokenAmount.ZERO));
    }

    static List<NodeId> nodes() {
        return NODES;
    }

    /** What the dashboard says of the nodes: held, by which guard; or of the registry. */
    List<String> said() {
        var said = new ArrayList<String>();
        fleet.guard().ifPresent(guard -> said.add(guard.name()));
        loop.view().registryTrouble().ifPresent(said::add);
        return said;
    }

    private Instant wall() {
        return steady.plus(wallAhead);
    }

    private int port(NodeId node) {
        return ports + 10 + NODES.indexOf(node);
    }

    @Override
    public void close() throws IOException {
        envoy.destroy();
        for (var node : nodes) {
            node.close();
        }
        judge.close();
        xds.close();
        weights.close();
    }
}
