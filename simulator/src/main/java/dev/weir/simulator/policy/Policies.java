package dev.weir.simulator.policy;

import dev.weir.config.ConfigException;
import dev.weir.simulator.engine.Policy;
import dev.weir.simulator.engine.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every policy by its name. */
public final class Policies {
    private static final Map<String, Function<World, Policy>> MAKERS = makers();

    /** What a scenario's gap is measured from. */
    public static final String BASE = "least_request";

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
        makers.put("weights", world -> new Weights(world, Weights.Beneath.LEAST_REQUEST));
        makers.put("weights_round_robin", world -> new Weights(world, Weights.Beneath.ROUND_ROBIN));
        makers.put("weights_random", world -> new Weights(world, Weights.Beneath.RANDOM));
        makers.put("pick", Pick::new);
        makers.put("central_queue", Limits.CentralQueue::new);
        makers.put("sed", Limits.ShortestExpectedDelay::new);
        makers.put("clairvoyant", Limits.Clairvoyant::new);
        return makers;
    }

    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
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
