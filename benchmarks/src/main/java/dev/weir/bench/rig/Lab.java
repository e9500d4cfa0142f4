package dev.weir.bench.rig;

import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import dev.weir.simulator.scenario.Scenario;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario as the gateway's configuration, registry and addresses name it. */
public record Lab(Scenario scenario, Ports ports) {
    /** All nodes serve every policy, so one pool does. */
    static final PoolName POOL = new PoolName("lab");

    /** What every caller has staked, so that the limits of the unstaked do not meet a load test. */
    public static final TokenAmount STAKE = TokenAmount.ofTokens("1");

    /** Nobody checks whose nodes these are. */
    public static final WalletAddress OPERATOR = new WalletAddress("0x" + "0".repeat(39) + "1");

    private static final int MOST_NODES = Ports.COUNT - 4 * Ports.MOST_GATEWAYS;
    private static final BigDecimal MILLIONTH = BigDecimal.valueOf(1, 6);

    public Lab {
        if (scenario.gateways() > Ports.MOST_GATEWAYS || scenario.nodeCount() > MOST_NODES) {
            throw new IllegalArgumentException("scenario '" + scenario.name() + "' has " + scenario.gateways()
                    + " gateways and " + scenario.nodeCount() + " nodes; at most " + Ports.MOST_GATEWAYS + " and "
                    + MOST_NODES + " fit on one machine");
        }
        for (var nodes : scenario.nodes()) {
            if (nodes.limit() != nodes.cores()) {
                throw new IllegalArgumentException("scenario '" + scenario.name() + "': nodes '" + nodes.name()
                        + "' would share their cores, but these upstreams serve a call on a core of its own; set limit to "
                        + nodes.cores() + ", as cores");
            }
        }
    }

    /** The {@code weir.yaml} of the rig: one API for each policy. */
    public String config() {
        return Arrays.stream(BenchPolicy.values()).map(this::api).collect(Collectors.joining("", "apis:\n", ""))
                + "pools:\n- {name: " + POOL + ", nodes: registry}\n";
    }

    private String api(BenchPolicy policy) {
        var objective = scenario.objective();
        return """
                - name: %1$s
                  match: {prefix: /%1$s}
                  pools: [%2$s]
                  actuator: %3$s
                  objective: {latency: %4$s, availability: %5$s, cost: %6$s}
                  access: {wallet: any, stake: %7$s WEIR}
                """.formatted(
                        policy.api(),
                        POOL,
                        policy == BenchPolicy.PICK ? "pick" : "weights",
                        objective.latency(),
                        objective.availability(),
                        objective.cost(),
                        STAKE.toTokens());
    }

    /** The path of a call: the kind stands in it, where the judge can see it. */
    public String path(BenchPolicy policy, int kind) {
        return "/" + policy.api() + "/" + scenario.calls().kinds().get(kind).name();
    }

    /** The nodes in the order of the scenario's file, each called by its group and number. */
    public List<RegisteredNode> registry() {
        var nodes = new ArrayList<RegisteredNode>();
        for (var group : scenario.nodes()) {
            for (int i = 0; i < group.count(); i++) {
                nodes.add(new RegisteredNode(
                        new NodeId(group.name() + "-" + i),
                        OPERATOR,
                        POOL,
                        group.region(),
                        TokenAmount.ofTokens(BigDecimal.valueOf(group.price())
                                .multiply(MILLIONTH)
                                .toPlainString())));
            }
        }
        return List.copyOf(nodes);
    }

    public EndpointAddress.Socket address(int node) {
        return new EndpointAddress.Socket("127.0.0.1", ports.node(node));
    }

    /** A caller's token. It opens nothing but this rig. */
    public static String token(int caller) {
        return "bench-" + caller;
    }
}
