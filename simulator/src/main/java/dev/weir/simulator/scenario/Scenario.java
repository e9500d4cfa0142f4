package dev.weir.simulator.scenario;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
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
import org.jspecify.annotations.Nullable;

/**
 * One situation to balance in: who asks, who answers, and what goes wrong. A file of {@code simulator/scenarios/}.
 *
 * <p>Work is measured in the time that a call takes alone on a node of speed 1. The load is the work that arrives per second over the work that the
 * nodes can do per second, with the faults' slowdowns and outages taken off: on average over those that come and go at random, and at the worst of those
 * that begin and end at a time that the file names.
 *
 * @param load part of the nodes' capacity that is asked for; may be above 1
 * @param length virtual time over which calls arrive and are measured, after {@code warmup}
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
        if (gateways < 1 || gateways > MOST_GATEWAYS) {
            throw new IllegalArgumentException("gateways " + gateways + " is not in 1.." + MOST_GATEWAYS);
        }
        if (!(load > 0 && load <= 5)) {
            throw new IllegalArgumentException("load " + load + " is not above 0 and at most 5");
        }
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
        faults = List.copyOf(faults);
        for (var fault : faults) {
            fault.on().check(nodes);
        }
    }

    /** As a file says it: what it leaves out is usual. */
    @JsonCreator
    static Scenario of(
            @JsonProperty("name") String name,
            @JsonProperty("about") @Nullable String about,
            @JsonProperty("gateways") @Nullable Integer gateways,
            @JsonProperty("load") @Nullable Double load,
            @JsonProperty("warmup") @Nullable Duration warmup,
            @JsonProperty("length") Duration length,
            @JsonProperty("calls") Calls calls,
            @JsonProperty("nodes") List<Nodes> nodes,
            @JsonProperty("faults") @Nullable List<Fault> faults,
            @JsonProperty("handling") @Nullable Handling handling,
            @JsonProperty("signals") @Nullable Signals signals,
            @JsonProperty("objective") @Nullable Objective objective) {
        return new Scenario(
                name,
                requireNonNullElse(about, ""),
                requireNonNullElse(gateways, 2),
                requireNonNullElse(load, 0.75),
                requireNonNullElse(warmup, Duration.ofSeconds(20)),
                length,
                calls,
                nodes,
                requireNonNullElse(faults, List.of()),
                requireNonNullElse(handling, Handling.DEFAULT),
                requireNonNullElse(signals, Signals.DEFAULT),
                requireNonNullElse(objective, Objective.DEFAULT));
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

    /** What is asked. @param rate factors on the arrival rate, each from its time on, in the order of their times */
    public record Calls(List<Kind> kinds, List<Step> rate) {
        public Calls {
            kinds = List.copyOf(Required.value(kinds, "kinds"));
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("there are no kinds of calls; name at least one");
            }
            Required.unique("kind", kinds.stream().map(Kind::name).toList());
            rate = rate == null ? List.of() : List.copyOf(rate);
            for (int i = 1; i < rate.size(); i++) {
                if (rate.get(i).at().compareTo(rate.get(i - 1).at()) <= 0) {
                    throw new IllegalArgumentException("the rate's step at "
                            + rate.get(i).at().toMillis() + "ms does not come after the one before it");
                }
            }
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
            if (!(part > 0) || Double.isInfinite(part)) {
                throw new IllegalArgumentException("part " + part + " is not above 0");
            }
            Required.value(work, "work");
            if (!work.isPositive()) {
                throw new IllegalArgumentException("work " + work.toMillis() + "ms is not above 0");
            }
        }

        @JsonCreator
        static Kind of(
                @JsonProperty("name") String name,
                @JsonProperty("part") @Nullable Double part,
                @JsonProperty("work") Duration work,
                @JsonProperty("spread") @Nullable Spread spread) {
            return new Kind(name, requireNonNullElse(part, 1.0), work, requireNonNullElse(spread, Spread.EXPONENTIAL));
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
            if (count < 1 || count > MOST_NODES) {
                throw new IllegalArgumentException("count " + count + " is not in 1.." + MOST_NODES);
            }
            if (!(speed > 0 && speed <= 1_000)) {
                throw new IllegalArgumentException("speed " + speed + " is not above 0 and at most 1000");
            }
            if (cores < 1 || cores > MOST) {
                throw new IllegalArgumentException("cores " + cores + " is not in 1.." + MOST);
            }
            if (limit < cores || limit > MOST) {
                throw new IllegalArgumentException("limit " + limit + " is not in cores.." + MOST);
            }
            if (!(price > 0 && price <= 1e12)) {
                throw new IllegalArgumentException("price " + price + " is not above 0");
            }
        }

        @JsonCreator
        static Nodes of(
                @JsonProperty("name") String name,
                @JsonProperty("count") @Nullable Integer count,
                @JsonProperty("speed") @Nullable Double speed,
                @JsonProperty("cores") @Nullable Integer cores,
                @JsonProperty("limit") @Nullable Integer limit,
                @JsonProperty("delay") @Nullable Duration delay,
                @JsonProperty("price") @Nullable Double price,
                @JsonProperty("pool") @Nullable PoolName pool,
                @JsonProperty("region") @Nullable String region) {
            return new Nodes(
                    name,
                    requireNonNullElse(count, 1),
                    requireNonNullElse(speed, 1.0),
                    requireNonNullElse(cores, 1),
                    requireNonNullElse(limit, MOST),
                    requireNonNullElse(delay, Duration.ofMillis(1)),
                    requireNonNullElse(price, 100.0),
                    Optional.ofNullable(pool),
                    requireNonNullElse(region, ""));
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
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("timeout is not above 0");
            }
            if (retries < 0 || retries > 10) {
                throw new IllegalArgumentException("retries " + retries + " is not in 0..10");
            }
        }

        @JsonCreator
        static Handling of(
                @JsonProperty("timeout") @Nullable Duration timeout,
                @JsonProperty("retries") @Nullable Integer retries,
                @JsonProperty("retryBudget") @Nullable Fraction retryBudget,
                @JsonProperty("hedge") @Nullable Duration hedge,
                @JsonProperty("ejection") @Nullable Ejection ejection) {
            return new Handling(
                    requireNonNullElse(timeout, DEFAULT.timeout),
                    requireNonNullElse(retries, DEFAULT.retries),
                    requireNonNullElse(retryBudget, DEFAULT.retryBudget),
                    requireNonNullElse(hedge, DEFAULT.hedge),
                    requireNonNullElse(ejection, DEFAULT.ejection));
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
            if (failures < 1 || failures > 1_000) {
                throw new IllegalArgumentException("failures " + failures + " is not in 1..1000");
            }
        }

        @JsonCreator
        static Ejection of(
                @JsonProperty("failures") @Nullable Integer failures,
                @JsonProperty("base") @Nullable Duration base,
                @JsonProperty("most") @Nullable Fraction most) {
            return new Ejection(
                    requireNonNullElse(failures, DEFAULT.failures),
                    requireNonNullElse(base, DEFAULT.base),
                    requireNonNullElse(most, DEFAULT.most));
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
     * @param blackout until {@code cswrr} trusts what a node reports
     * @param update from one computation of its weights to the next
     */
    public record Signals(
            Duration completion,
            Duration log,
            Duration push,
            Duration health,
            int judges,
            Duration exchange,
            int look,
            Duration blackout,
            Duration update) {
        static final Signals DEFAULT = new Signals(
                Duration.ofMillis(2),
                Duration.ofMillis(2),
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                1,
                Duration.ofMillis(20),
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));

        public Signals {
            if (!update.isPositive()) {
                throw new IllegalArgumentException("update " + update.toMillis() + "ms is not above 0");
            }
            if (judges < 1 || judges > 100) {
                throw new IllegalArgumentException("judges " + judges + " is not in 1..100");
            }
            if (look < 0) {
                throw new IllegalArgumentException("look " + look + " is negative; 0 is all nodes");
            }
        }

        @JsonCreator
        static Signals of(
                @JsonProperty("completion") @Nullable Duration completion,
                @JsonProperty("log") @Nullable Duration log,
                @JsonProperty("push") @Nullable Duration push,
                @JsonProperty("health") @Nullable Duration health,
                @JsonProperty("judges") @Nullable Integer judges,
                @JsonProperty("exchange") @Nullable Duration exchange,
                @JsonProperty("look") @Nullable Integer look,
                @JsonProperty("blackout") @Nullable Duration blackout,
                @JsonProperty("update") @Nullable Duration update) {
            return new Signals(
                    requireNonNullElse(completion, DEFAULT.completion),
                    requireNonNullElse(log, DEFAULT.log),
                    requireNonNullElse(push, DEFAULT.push),
                    requireNonNullElse(health, DEFAULT.health),
                    requireNonNullElse(judges, DEFAULT.judges),
                    requireNonNullElse(exchange, DEFAULT.exchange),
                    requireNonNullElse(look, DEFAULT.look),
                    requireNonNullElse(blackout, DEFAULT.blackout),
                    requireNonNullElse(update, DEFAULT.update));
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
