package dev.weir.simulator.policy;

import dev.weir.balancing.EndpointPicker;
import dev.weir.balancing.PickCandidate;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.simulator.engine.Attempt;
import dev.weir.simulator.engine.Call;
import dev.weir.simulator.engine.Gateway;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judge names the endpoints of each call, by the production picker. It hears of an attempt's end {@code signals.completion} late; a retry takes
 * the next endpoint of the grant. Where the grant names none that is left, least request decides.
 */
final class Pick implements Policy {
    private final List<EndpointPicker> judges = new ArrayList<>();
    private final List<EndpointAddress> addresses = new ArrayList<>();
    private final Map<EndpointAddress, Integer> indices = new HashMap<>();
    private final Map<Call, Granted> grants = new IdentityHashMap<>();
    private final World world;
    private final Choices choices;

    private record Granted(String id, List<EndpointAddress> addresses, int judge) {}

    Pick(World started) {
        world = started;
        choices = new Choices(started.nodes().size());
        for (var node : started.nodes()) {
            int index = node.index();
            var address =
                    new EndpointAddress("127." + (index >> 16) + "." + (index >> 8 & 255) + "." + (index & 255), 1);
            addresses.add(address);
            indices.put(address, index);
        }
        for (int judge = 0; judge < started.scenario().signals().judges(); judge++) {
            judges.add(new EndpointPicker(started.random().split()));
        }
    }

    @Override
    public int choose(Call call, Gateway gateway) {
        long now = world.time().now();
        choices.of(call, gateway, now);
        var granted = grants.get(call);
        if (granted == null) {
            int judge = gateway.index() % judges.size();
            var candidates = new ArrayList<PickCandidate>();
            for (int node = 0; node < addresses.size(); node++) {
                candidates.add(
                        new PickCandidate(new NodeId("n" + node), addresses.get(node), gateway.usable(node, now)));
            }
            var grant = judges.get(judge).pick(candidates, world.time().instant());
            if (grant.isEmpty()) {
                return choices.ofTwo(gateway::active, world.random());
            }
            granted = new Granted(grant.get().id(), grant.get().addresses(), judge);
            grants.put(call, granted);
        }
        for (var address : granted.addresses()) {
            Integer node = indices.get(address);
            if (node != null && !call.tried(node)) {
                return node;
            }
        }
        return choices.ofTwo(gateway::active, world.random());
    }

    @Override
    public void ended(Attempt attempt) {
        var granted = grants.get(attempt.call());
        if (granted == null) {
            return;
        }
        boolean failed = attempt.outcome() == Attempt.Outcome.FAILED || attempt.timedOut();
        double millis = (attempt.ended() - attempt.sent()) / 1e6;
        world.time()
                .after(
                        world.scenario().signals().completion(),
                        () -> judges.get(granted.judge())
                                .completed(
                                        granted.id(),
                                        addresses.get(attempt.node()),
                                        millis,
                                        failed,
                                        world.time().instant()));
        if (attempt.call().isOver()) {
            grants.remove(attempt.call());
        }
    }
}
