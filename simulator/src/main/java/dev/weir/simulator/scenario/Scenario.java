package dev.weir.simulator.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.config.Fraction;
import dev.weir.config.Required;
import dev.weir.config.YamlReader;
import dev.weir.model.PoolName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One situation to balance in: who asks, who answers, and what goes wrong. A file of {@code simulator/scenarios/}.
 *
 * <p>Work is measured in the time that a call takes alone on a node of speed 1. The load is the work that arrives per second over the work that the
 * nodes can do per second, averaged over the run, with the faults' slowdowns and outages taken off.
 *
 * @param load part of the nodes' capacity that is asked for; may be above 1
 * @param length virtual time over which calls arrive and are measured, after {@code warmup}
 * @param signal until the judge hears of an attempt's end
 */
public record Scenario(
        String name,
        String about,
        int gateways,
        double load,
        Duration warmup,
        Duration length,
        Calls calls,
        List<Nodes> nodes,
        List<Fault> faults,
        Handling handling,
        Signals signals,
        Objective objective) {
    static final int MOST_NODES = 10_000;
    static final int MOST_GATEWAYS = 1_000;

    public Scenario {
        Required.value(name, "name");
        about = about == null ? "" : about;
        gateways = gateways == 0 ? 2 : gateways;
        if (gateways < 1 || gateways > MOST_GATEWAYS) {
            throw new IllegalArgumentException("gateways " + gateways + " is not in 1.." + MOST_GATEWAYS);
        }
        load = load == 0 ? 0.75 : load;
        if (!(load > 0 && load <= 5)) {
            throw new IllegalArgumentException("load " + load + " is not above 0 and at most 5");
        }
        warmup = warmup == null ? Duration.ofSeconds(20) : warmup;
        length = Required.value(length, "length");
        if (!length.isPositive() || length.compareTo(Duration.ofHours(2)) > 0) {
            throw new IllegalArgumentException("length " + length.toSeconds() + "s is not above 0 and at most 2h");
        }
        Required.value(calls, "calls");
        nodes = List.copyOf(Required.value(nodes, "nodes"));
        int count = nodes.stream().mapToInt(Nodes::count).sum();
        if (count == 0) {
            throw new IllegalArgumentException("there are no nodes; name at least one group with a count of 1");
        }
        if (count > MOST_NODES) {
            throw new IllegalArgumentException(count + " nodes are more than " + MOST_NODES);
        }
        Required.unique("nodes", nodes.stream().map(Nodes::name).toList());
        faults = faults == null ? List.of() : List.copyOf(faults);
        for (var fault : faults) {
            fault.on().check(nodes);
        }
        handling = handling == null ? Handling.DEFAULT : handling;
        signals = signals == null ? Signals.DEFAULT : signals;
        objective = objective == null ? Objective.DEFAULT : objective;
    }

    /** @throws dev.weir.config.ConfigException that says where, what and how to mend it */
    public static Scenario read(Path file) {
        return YamlReader.read(file, Scenario.class);
    }

    public Scenario with(OptionalInt otherGateways, OptionalDouble otherLoad) {
        return new Scenario(
                name,
                about,
                otherGateways.orElse(gateways),
                otherLoad.orElse(load),
                warmup,
                length,
                calls,
                nodes,
                faults,
                handling,
                signals,
                objective);
    }

    public int nodeCount() {
        return nodes.stream().mapToInt(Nodes::count).sum();
    }

    /** What is asked. @param rate factors on the arrival rate, each from its time on */
    public record Calls(List<Kind> kinds, List<Step> rate) {
        public Calls {
            kinds = List.copyOf(Required.value(kinds, "kinds"));
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("there are no kinds of calls; name at least one");
            }
            Required.unique("kind", kinds.stream().map(Kind::name).toList());
            rate = rate == null ? List.of() : List.copyOf(rate);
        }

        /** Mean work of a call, in milliseconds. */
        public double meanMillis() {
            double parts = kinds.stream().mapToDouble(Kind::part).sum();
            return kinds.stream()
                            .mapToDouble(kind -> kind.part() * kind.work().toNanos() / 1e6)
                            .sum()
                    / parts;
        }
    }

    /**
     * Calls that look alike before they are served: same route, method, size.
     *
     * @param part of all calls, relative to the other kinds'
     * @param work mean
     */
    public record Kind(String name, double part, Duration work, Spread spread) {
        public Kind {
            Required.value(name, "name");
            part = part == 0 ? 1 : part;
            if (!(part > 0) || Double.isInfinite(part)) {
                throw new IllegalArgumentException("part " + part + " is not above 0");
            }
            Required.value(work, "work");
            if (!work.isPositive()) {
                throw new IllegalArgumentException("work " + work.toMillis() + "ms is not above 0");
            }
            spread = spread == null ? Spread.EXPONENTIAL : spread;
        }
    }

    /** How the work of one kind varies from call to call. */
    public enum Spread {
        @JsonProperty("constant")
        CONSTANT,
        @JsonProperty("exponential")
        EXPONENTIAL,
        /** Log-normal with a coefficient of variation of 2: many short calls, some very long. */
        @JsonProperty("heavy")
        HEAVY
    }

    /** From {@code at} on, the arrival rate is {@code factor} times the usual. */
    public record Step(Duration at, double factor) {
        public Step {
            Required.value(at, "at");
            if (!(factor >= 0 && factor <= 100)) {
                throw new IllegalArgumentException("factor " + factor + " is not in 0..100");
            }
        }
    }

    /**
     * Nodes alike.
     *
     * @param speed work per time, of one core
     * @param cores calls that it serves at full speed at once; more share them equally
     * @param limit calls that it serves at once; more wait in line
     * @param delay of the network, one way
     * @param price of one call, in millionths of a token
     */
    public record Nodes(
            String name,
            int count,
            double speed,
            int cores,
            int limit,
            Duration delay,
            double price,
            Optional<PoolName> pool,
            String region) {
        static final int MOST = 100_000;

        public Nodes {
            Required.value(name, "name");
            count = count == 0 ? 1 : count;
            if (count < 1 || count > MOST_NODES) {
                throw new IllegalArgumentException("count " + count + " is not in 1.." + MOST_NODES);
            }
            speed = speed == 0 ? 1 : speed;
            if (!(speed > 0 && speed <= 1_000)) {
                throw new IllegalArgumentException("speed " + speed + " is not above 0 and at most 1000");
            }
            cores = cores == 0 ? 1 : cores;
            if (cores < 1 || cores > MOST) {
                throw new IllegalArgumentException("cores " + cores + " is not in 1.." + MOST);
            }
            limit = limit == 0 ? MOST : limit;
            if (limit < cores || limit > MOST) {
                throw new IllegalArgumentException("limit " + limit + " is not in cores.." + MOST);
            }
            delay = delay == null ? Duration.ofMillis(1) : delay;
            price = price == 0 ? 100 : price;
            if (!(price > 0 && price <= 1e12)) {
                throw new IllegalArgumentException("price " + price + " is not above 0");
            }
            pool = pool == null ? Optional.empty() : pool;
            region = region == null ? "" : region;
        }
    }

    /**
     * What a gateway does about a call that goes wrong.
     *
     * @param timeout of a call, retries and all
     * @param retries at most so many more attempts, on other nodes, after one that failed before the timeout
     * @param retryBudget retries under way, as a part of the calls under way; three are always allowed
     * @param hedge after so long a second attempt is sent elsewhere, and the first answer is taken; zero for never
     */
    public record Handling(Duration timeout, int retries, Fraction retryBudget, Duration hedge, Ejection ejection) {
        static final Handling DEFAULT =
                new Handling(Duration.ofSeconds(15), 2, new Fraction(0.2), Duration.ZERO, Ejection.DEFAULT);

        public Handling {
            timeout = timeout == null ? DEFAULT.timeout : timeout;
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("timeout is not above 0");
            }
            if (retries < 0 || retries > 10) {
                throw new IllegalArgumentException("retries " + retries + " is not in 0..10");
            }
            retryBudget = retryBudget == null ? DEFAULT.retryBudget : retryBudget;
            hedge = hedge == null ? Duration.ZERO : hedge;
            ejection = ejection == null ? Ejection.DEFAULT : ejection;
        }
    }

    /**
     * Envoy's outlier detection, per gateway.
     *
     * @param failures in a row until a node is left out
     * @param base how long, times how often it was
     * @param most part of the nodes that may be out at once
     */
    public record Ejection(int failures, Duration base, Fraction most) {
        static final Ejection DEFAULT = new Ejection(2, Duration.ofSeconds(5), new Fraction(0.5));

        public Ejection {
            failures = failures == 0 ? 2 : failures;
            if (failures < 1 || failures > 1_000) {
                throw new IllegalArgumentException("failures " + failures + " is not in 1..1000");
            }
            base = base == null ? DEFAULT.base : base;
            most = most == null ? DEFAULT.most : most;
        }
    }

    /**
     * How late one hears of what.
     *
     * @param completion until the judge hears of an attempt's end
     * @param log until the control plane does
     * @param push from the control plane's tick until a gateway uses the new weights
     * @param health until everyone hears that a node is gone or back
     * @param judges how many judges share the picks; gateways are divided among them
     * @param exchange until a judge hears of another's grants
     * @param look how many random nodes a judge looks at; zero for all
     */
    public record Signals(
            Duration completion,
            Duration log,
            Duration push,
            Duration health,
            int judges,
            Duration exchange,
            int look) {
        static final Signals DEFAULT = new Signals(
                Duration.ofMillis(2),
                Duration.ofMillis(2),
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                1,
                Duration.ofMillis(20),
                0);

        public Signals {
            completion = completion == null ? DEFAULT.completion : completion;
            log = log == null ? DEFAULT.log : log;
            push = push == null ? DEFAULT.push : push;
            health = health == null ? DEFAULT.health : health;
            judges = judges == 0 ? 1 : judges;
            if (judges < 1 || judges > 100) {
                throw new IllegalArgumentException("judges " + judges + " is not in 1..100");
            }
            exchange = exchange == null ? DEFAULT.exchange : exchange;
            if (look < 0) {
                throw new IllegalArgumentException("look " + look + " is negative; 0 is all nodes");
            }
        }
    }

    /** As in {@code weir.yaml}. */
    public record Objective(double latency, double availability, double cost) {
        static final Objective DEFAULT = new Objective(1, 1, 0);

        public Objective {
            for (double part : new double[] {latency, availability, cost}) {
                if (!(part >= 0 && part <= 10)) {
                    throw new IllegalArgumentException("objective " + part + " is not in 0..10");
                }
            }
        }
    }
}
