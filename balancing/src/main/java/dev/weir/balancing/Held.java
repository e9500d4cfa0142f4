package dev.weir.balancing;

import dev.weir.model.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What ejection allows in one tick. @param most share of each node: 0 for those that are out, 1 for those that are not held down */
record Held(Set<NodeId> out, double[] most) {
    Held {
        out = Set.copyOf(out);
    }

    boolean any() {
        return Arrays.stream(most).anyMatch(share -> share < 1);
    }

    /** Who is drained gets no traffic, as who sends no heartbeat. */
    List<Candidate> withoutDrained(List<Candidate> candidates) {
        return out.isEmpty()
                ? candidates
                : candidates.stream()
                        .map(each -> out.contains(each.node())
                                ? new Candidate(each.node(), each.pricePerCall(), false, each.pin(), each.behind())
                                : each)
                        .toList();
    }

    /** What a drained node and one on trial may not have, the others divide as they were planned. */
    List<Planner.Proposal> divided(List<Planner.Proposal> planned) {
        if (!any()) {
            return planned;
        }
        double free = 0;
        double left = 1;
        for (int i = 0; i < planned.size(); i++) {
            double share = planned.get(i).share();
            boolean down = share > most[i];
            free += down ? 0 : share;
            left -= down ? most[i] : 0;
        }
        var proposals = new ArrayList<Planner.Proposal>(planned.size());
        for (int i = 0; i < planned.size(); i++) {
            var plan = planned.get(i);
            double share = plan.share() > most[i] ? most[i] : free > 0 ? plan.share() * left / free : plan.share();
            proposals.add(plan.moved("ejection", share));
        }
        return proposals;
    }

    /** With a guard more where a node is out or on trial. */
    WeightGuard.Guarded named(WeightGuard.Guarded guarded) {
        if (!any()) {
            return guarded;
        }
        long trials =
                Arrays.stream(most).filter(share -> share > 0 && share < 1).count();
        var fired = new ArrayList<>(guarded.fired());
        fired.add(new GuardFired("ejection", out.size() + " nodes drained for their tail, " + trials + " on trial"));
        return new WeightGuard.Guarded(guarded.weights(), fired);
    }
}
