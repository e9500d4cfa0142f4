package dev.weir.bench.rig.adapter.envoy;

import dev.weir.balancing.KeptShares;
import dev.weir.bench.rig.Lab;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.fleet.Fleet;
import dev.weir.controlplane.fleet.RegistryWatch;
import dev.weir.controlplane.loop.Artifacts;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.loop.port.WeightStore;
import dev.weir.controlplane.operator.OrderBook;
import dev.weir.controlplane.operator.Orders;
import dev.weir.controlplane.operator.port.OrderStore;
import dev.weir.controlplane.rollout.RolloutState;
import dev.weir.controlplane.rollout.RolloutTerms;
import dev.weir.controlplane.rollout.port.RolloutStore;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.ApiName;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * The production control plane without its container: the weight loop, and one server a gateway for ADS and access logs. The chain is a list
 * of nodes, heartbeats come from {@code alive} and bear no signature, nothing is kept. No model: the plain average decides, as where none was
 * trained.
 */
final class BenchControlPlane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BenchControlPlane.class.getName());

    private final Lab lab;
    private final IntPredicate alive;
    private final InstantSource clock = InstantSource.system();
    private final AttemptQueue attempts = new AttemptQueue();
    private final Fleet fleet = new Fleet(heartbeat -> Optional.of(Lab.OPERATOR), clock);
    private final List<XdsServer> servers = new ArrayList<>();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
    private final GatewayLoop loop;
    private long beats;

    /** @param alive whether the node of that index lives now: any thread */
    BenchControlPlane(Lab lab, WeirConfig config, IntPredicate alive) throws IOException {
        this.lab = lab;
        this.alive = alive;
        var publishers = new ArrayList<AdsPublisher>();
        for (int i = 0; i < lab.scenario().gateways(); i++) {
            var publisher = new AdsPublisher(new BuiltInPolicies(lab.scenario().signals()));
            publishers.add(publisher);
            servers.add(XdsServer.start(
                    new InetSocketAddress("127.0.0.1", lab.ports().xds(i)), publisher, attempts, new AccessRing()));
        }
        var registry = new RegistryWatch(lab::registry, fleet, clock);
        registry.refresh();
        this.loop = new GatewayLoop(
                config,
                Publishers.services(lab.ports(), 0),
                List::of,
                fleet,
                new OrderBook(new NoOrders(), new NoAudit(), clock),
                attempts,
                new Artifacts(
                        Map.of(), new NoRollout(), new NoAudit(), new RolloutTerms(Duration.ZERO, 1, 0, false), clock),
                registry,
                new Publishers(lab.ports(), publishers, this::lives),
                windows -> {},
                new NothingKept(),
                clock);
        every(1_000, this::beat);
        every(config.weights().tick().toMillis(), loop::tick);
    }

    private void every(long millis, Runnable work) {
        var _ = threads.scheduleAtFixedRate(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.log(Level.SEVERE, "a round of the control plane failed", e);
                    }
                },
                0,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** What the nodes' agents would say each second. */
    private void beat() {
        var nodes = lab.registry();
        beats++;
        IntStream.range(0, nodes.size())
                .filter(alive)
                .mapToObj(i -> new Heartbeat(nodes.get(i).node(), lab.address(i), beats, clock.instant(), 0))
                .forEach(heartbeat -> {
                    var _ = fleet.accept(new SignedHeartbeat(heartbeat, ""));
                });
    }

    private boolean lives(NodeId node) {
        return fleet.nodes().stream()
                .anyMatch(each -> each.live() && each.node().equals(node));
    }

    /** Attempts that the weights did not learn from since the start. */
    long lostAttempts() {
        return attempts.dropped()
                + servers.stream().mapToLong(XdsServer::malformedEntries).sum();
    }

    /** What gateways said of what they did not take; empty where they took all. */
    List<String> refusals() {
        return loop.view().gateways().values().stream()
                .map(gateway -> gateway.lastRefusal())
                .filter(refusal -> !refusal.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        servers.forEach(XdsServer::close);
    }

    /** No operator gives orders. */
    private static final class NoOrders implements OrderStore {
        @Override
        public Orders load() {
            return Orders.NONE;
        }

        @Override
        public void save(Orders orders) {}
    }

    /** Nothing is rolled out. */
    private static final class NoRollout implements RolloutStore {
        @Override
        public RolloutState load() {
            return RolloutState.NONE;
        }

        @Override
        public void save(RolloutState state) {}
    }

    /** Nobody asks afterwards. */
    private static final class NoAudit implements AuditLog {
        @Override
        public void append(AuditEntry entry) {}

        @Override
        public List<AuditEntry> recent() {
            return List.of();
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }
    }

    /** Each scenario begins without weights. */
    private static final class NothingKept implements WeightStore {
        @Override
        public Map<ApiName, KeptShares> load() {
            return Map.of();
        }

        @Override
        public void keep(Map<ApiName, KeptShares> shares) {}
    }
}
