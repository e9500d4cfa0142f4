package dev.weir.simulator.engine;

import dev.weir.simulator.scenario.Scenario;
import java.util.List;
import java.util.SplittableRandom;

/** What a policy finds around it. What it looks at is its own honesty: only the limits may look into nodes. */
public interface World {
    Scenario scenario();

    VirtualTime time();

    List<SimulatedNode> nodes();

    List<SimulatedGateway> gateways();

    /** Own randomness of the policy. */
    SplittableRandom random();

    /** Sends a call that was held. */
    void send(SimulatedCall call, int node);
}
