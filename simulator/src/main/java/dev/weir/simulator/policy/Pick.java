package dev.weir.simulator.policy;

import dev.weir.balancing.EndpointPicker;
import dev.weir.balancing.PickCandidate;
import dev.weir.balancing.PickSettings;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.SimulatedAttempt;
import dev.weir.simulator.engine.SimulatedCall;
import dev.weir.simulator.engine.SimulatedGateway;
import dev.weir.simulator.engine.World;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judges name the endpoints of each call, by the production picker; gateways are divided among them, and they tell one another. It hears of an attempt's end {@code signals.completion} late; a retry takes
 * the next endpoint of the grant. Where the grant names none that is left, least request decides.
 */
final class Pick implements Policy {
    private final World world;
    private final Choices choices;
    private final List<EndpointPicker> judges = new ArrayList<>();
    private final List<EndpointAddress> addresses = new ArrayList<>();
    private final Map<EndpointAddress, Integer> indices = new HashMap<>();
    private final Map<SimulatedCall, Granted> grants = new IdentityHashMap<>();
    private List<PickCandidate> candidates = List.of();
    private BitSet usable = new BitSet();

    private long requests;

    private record Granted(String id, NodeId node, List<EndpointAddress> addresses, int judge) {}

    Pick(World started) {
        world = started;
        choices = new Choices(started.nodes().size());
        for (var node : started.nodes()) {
            int index = node.index();
            var address = new EndpointAddress.Socket(
                    "127." + (index >> 16) + "." + (index >> 8 & 255) + "." + (index & 255), 1);
            addresses.add(address);
            indices.put(address, index);
        }
        var signals = started.scenario().signals();
        var settings = new PickSettings(started.scenario().objective().cost(), signals.look());
        for (int judge = 0; judge < signals.judges(); judge++) {
            judges.add(new EndpointPicker(settings, started.random().split()));
        }
    }

    @Override
    public int choose(SimulatedCall call, SimulatedGateway gateway) {
        choices.of(call, gateway, world.time().now());
        var granted = grants.get(call);
        if (granted == null) {
            granted = grant(call, gateway);
        }
        if (granted != null) {
            for (var address : granted.addresses()) {
                Integer node = indices.get(address);
                if (node != null && !call.tried(node)) {
                    return node;
                }
            }
        }
        return choices.ofTwo(gateway::active, world.random());
    }

    private @Nullable Granted grant(SimulatedCall call, SimulatedGateway gateway) {
        int judge = gateway.index() % judges.size();
        var kind = world.scenario().calls().kinds().get(call.kind()).name();
        var grant = judges.get(judge)
                .pick(
                        Long.toString(++requests),
                        candidates(gateway),
                        kind,
                        world.time().instant());
        if (grant.isEmpty()) {
            return null;
        }
        var granted =
                new Granted(grant.get().id(), grant.get().node(), grant.get().addresses(), judge);
        grants.put(call, granted);
        for (int other = 0; other < judges.size(); other++) {
            var told = judges.get(other);
            if (other != judge) {
                world.time()
                        .after(
                                world.scenario().signals().exchange(),
                                () -> told.granted(
                                        granted.id(),
                                        granted.node(),
                                        kind,
                                        world.time().instant()));
            }
        }
        return granted;
    }

    /** The same list until a node goes or comes. The judge does not know what gateways eject. */
    private List<PickCandidate> candidates(SimulatedGateway gateway) {
        var there = new BitSet();
        for (int node = 0; node < addresses.size(); node++) {
            there.set(node, gateway.knownThere(node));
        }
        if (candidates.isEmpty() || !there.equals(usable)) {
            usable = there;
            candidates = world.nodes().stream()
                    .map(node -> new PickCandidate(
                            id(node.index()),
                            addresses.get(node.index()),
                            there.get(node.index()),
                            node.spec().price()))
                    .toList();
        }
        return candidates;
    }

    @Override
    public void ended(SimulatedAttempt attempt) {
        var granted = grants.get(attempt.call());
        if (granted == null) {
            return;
        }
        boolean failed = attempt.outcome() == SimulatedAttempt.Outcome.FAILED || attempt.timedOut();
        var signals = world.scenario().signals();
        for (int judge = 0; judge < judges.size(); judge++) {
            var told = judges.get(judge);
            var late = judge == granted.judge()
                    ? signals.completion()
                    : signals.completion().plus(signals.exchange());
            world.time().after(late, () -> tell(told, granted, attempt, failed));
        }
    }

    private static NodeId id(int node) {
        return new NodeId("n" + node);
    }

    @Override
    public void over(SimulatedCall call) {
        grants.remove(call);
    }

    private void tell(EndpointPicker judge, Granted granted, SimulatedAttempt attempt, boolean failed) {
        var now = world.time().instant();
        if (attempt.outcome() == SimulatedAttempt.Outcome.ABANDONED && !failed) {
            judge.released(granted.id(), now);
        } else {
            double millis = (attempt.ended() - attempt.sent()) / 1e6;
            judge.completed(
                    granted.id(),
                    id(attempt.node()),
                    millis,
                    failed ? AttemptOutcome.FAILED : AttemptOutcome.ANSWERED,
                    now);
        }
    }
}
