package dev.weir.simulator.policy;

import dev.weir.config.ConfigException;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every policy by its name. */
public final class Policies {
    private static final Map<String, Function<World, Policy>> MAKERS = makers();

    /** What a scenario's gap is measured from. */
    public static final String BASE = "least_request";

    /** Our weights corrected by a policy network, which has to be given. */
    public static final String LEARNED = "learned";

    /** Those that know what no gateway can; the best of them is the gap's other end. */
    public static final List<String> LIMITS = List.of("central_queue", "sed", "clairvoyant");

    private Policies() {}

    private static Map<String, Function<World, Policy>> makers() {
        var makers = new LinkedHashMap<String, Function<World, Policy>>();
        makers.put("round_robin", PlainPolicies.RoundRobin::new);
        makers.put("random", PlainPolicies.Random::new);
        makers.put("least_request", PlainPolicies.LeastRequest::new);
        makers.put("peak_ewma", PeakEwma::new);
        makers.put("cswrr", ClientSideWeighted::new);
        makers.put("prequal", Prequal::new);
        makers.put("weights", world -> new Weights(world, Weights.Beneath.LEAST_REQUEST, Optional.empty()));
        makers.put("weights_round_robin", world -> new Weights(world, Weights.Beneath.ROUND_ROBIN, Optional.empty()));
        makers.put("weights_random", world -> new Weights(world, Weights.Beneath.RANDOM, Optional.empty()));
        makers.put(LEARNED, Policies::withoutNetwork);
        makers.put("pick", Pick::new);
        makers.put("central_queue", IdealPolicies.CentralQueue::new);
        makers.put("sed", IdealPolicies.ShortestExpectedDelay::new);
        makers.put("clairvoyant", IdealPolicies.Clairvoyant::new);
        return makers;
    }

    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    private static Policy withoutNetwork(World world) {
        throw new ConfigException(
                "policy '" + LEARNED + "' needs a policy network, and none is published; make one with "
                        + "./weir train policy, or name a file by --network FILE");
    }

    /** Our weights, corrected by a network; makes a fresh one for each run. */
    public static Function<World, Policy> learned(PolicyNetwork network) {
        return world -> new Weights(world, Weights.Beneath.LEAST_REQUEST, Optional.of(network));
    }

    /** As {@link #maker(String)}, with a network for {@value #LEARNED} where there is one. */
    public static Function<World, Policy> maker(String name, Optional<PolicyNetwork> network) {
        return name.equals(LEARNED) ? network.map(Policies::learned).orElseGet(() -> maker(name)) : maker(name);
    }

    /** Makes a fresh one for each run. */
    public static Function<World, Policy> maker(String name) {
        var maker = MAKERS.get(name);
        if (maker == null) {
            throw new ConfigException("policy '" + name + "' is not known; there are " + String.join(", ", names()));
        }
        return maker;
    }
}
