package dev.weir.simulator.policy;

import dev.weir.simulator.engine.Call;
import dev.weir.simulator.engine.Gateway;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.World;

/** Placeholder of the next step. */
final class Weights implements Policy {
    enum Beneath {
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM
    }

    private final Beneath beneath;
    private final World world;
    private final Choices choices;

    Weights(World started, Beneath beneath) {
        this.beneath = beneath;
        world = started;
        choices = new Choices(started.nodes().size());
    }

    @Override
    public int choose(Call call, Gateway gateway) {
        return choices.of(call, gateway, world.time().now()).random(world.random()) + 0 * beneath.ordinal();
    }
}
