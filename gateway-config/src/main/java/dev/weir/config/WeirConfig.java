package dev.weir.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.jsonrpc.MethodList;
import dev.weir.jsonrpc.MethodUnits;
import dev.weir.model.ApiName;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * {@code weir.yaml}: which APIs the gateway offers, on which terms, and how it weighs the nodes behind them.
 *
 * @param apis in the order of the file; of two prefixes that match, the longer wins
 */
public record WeirConfig(
        List<Api> apis,
        List<Pool> pools,
        Edge edge,
        Weights weights,
        Rollout rollout,
        Chain chain,
        State state,
        Auth auth) {
    public WeirConfig {
        apis = List.copyOf(Required.value(apis, "apis"));
        pools = List.copyOf(Required.value(pools, "pools"));
        edge = edge == null ? Edge.DEFAULT : edge;
        weights = weights == null ? Weights.DEFAULT : weights;
        rollout = rollout == null ? Rollout.DEFAULT : rollout;
        chain = chain == null ? Chain.DEFAULT : chain;
        state = state == null ? State.DEFAULT : state;
        auth = auth == null ? Auth.DEFAULT : auth;
        Required.uniqueAt("api", apis.stream().map(Api::name).toList(), index -> new Object[] {"apis", index, "name"});
        Required.uniqueAt(
                "match.prefix", apis.stream().map(api -> api.match().prefix()).toList(), index ->
                        new Object[] {"apis", index, "match"});
        Required.uniqueAt(
                "pool", pools.stream().map(Pool::name).toList(), index -> new Object[] {"pools", index, "name"});
        checkEndpoints(pools);
        if (chain.isMemory()) {
            Required.withoutChain(apis, pools);
        }
        checkOneCluster(apis, pools);
        checkPools(apis, pools.stream().map(pool -> pool.name().value()).toList());
        MethodPools.check(apis, pools);
    }

    private static void checkEndpoints(List<Pool> pools) {
        var names = new ArrayList<Object>();
        var places = new ArrayList<Object[]>();
        for (int i = 0; i < pools.size(); i++) {
            var endpoints = pools.get(i).endpoints();
            for (int j = 0; j < endpoints.size(); j++) {
                names.add(endpoints.get(j).name());
                places.add(new Object[] {"pools", i, "endpoints", j});
            }
        }
        Required.uniqueAt("endpoint", names, places::get);
    }

    /** Under the pick an API's pools are one cluster of Envoy's, which has one set of roots, one health check and one bound for each endpoint. */
    private static void checkOneCluster(List<Api> apis, List<Pool> pools) {
        for (int i = 0; i < apis.size(); i++) {
            var api = apis.get(i);
            var together = pools.stream()
                    .filter(pool -> api.clusterPools().size() < api.pools().size()
                            && api.pools().contains(pool.name()))
                    .toList();
            boolean unlikeRoots = together.stream()
                            .filter(pool -> pool.endpoints().stream()
                                    .anyMatch(each -> each.url().tls()))
                            .map(Pool::ca)
                            .distinct()
                            .count()
                    > 1;
            // Beside nodes of the registry Envoy asks as nodes are asked.
            boolean unlikeHealth = together.stream().noneMatch(pool -> pool.nodes() == NodeSource.REGISTRY)
                    && together.stream().map(Pool::health).distinct().count() > 1;
            if (together.stream().map(Pool::concurrency).distinct().count() > 1) {
                throw new ItemFault(
                        "api '" + api.name()
                                + "' picks among pools of which not all have the same concurrency, and Envoy bounds them alike; write the same for all (a pool of the registry has none), or actuator: weights",
                        "apis",
                        i,
                        "pools");
            }
            if (unlikeRoots || unlikeHealth) {
                throw new ItemFault(
                        "api '" + api.name()
                                + "' picks among pools with another ca or health, which would hold for one of them alone; write the same for all, or actuator: weights",
                        "apis",
                        i,
                        "pools");
            }
        }
    }

    private static void checkPools(List<Api> apis, List<String> known) {
        for (int i = 0; i < apis.size(); i++) {
            var named = apis.get(i).pools();
            for (int j = 0; j < named.size(); j++) {
                var pool = named.get(j).value();
                if (!known.contains(pool)) {
                    throw new ItemFault(
                            "api '" + apis.get(i).name() + "' names the pool '" + pool + "', which is not under pools"
                                    + Nearest.hint(pool, known),
                            "apis",
                            i,
                            "pools",
                            j);
                }
            }
        }
    }

    /** @throws ConfigException that says where, what and how to mend it */
    public static WeirConfig read(Path file) {
        return YamlReader.read(file, WeirConfig.class);
    }

    public Optional<Pool> pool(PoolName name) {
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** Of each API of which some pool answers some methods alone. */
    public Map<ApiName, MethodPools> methodPools() {
        var found = new HashMap<ApiName, MethodPools>();
        for (var api : apis) {
            var own = MethodPools.of(api, pools);
            if (own.any()) {
                found.put(api.name(), own);
            }
        }
        return Map.copyOf(found);
    }

    public Optional<Api> api(ApiName name) {
        return apis.stream().filter(api -> api.name().equals(name)).findFirst();
    }

    /**
     * One API on offer. Never by the name {@code auth}, under which the judge lets sign-in through without a session.
     *
     * @param methods that are offered where the protocol is JSON-RPC; for others it says nothing
     * @param websocket whether callers may speak WebSocket (RFC 6455) with a node
     * @param cors which pages on other origins may call it; none without it
     * @param retries at how many other nodes a call may be tried, 0 to 5
     * @param body the longest body of a request, which then has to say its length; without it, of JSON-RPC what the judge reads, of HTTP any
     * @param answer the longest answer that says its length; without it any
     * @param limits what one caller may; without it, what {@code deploy/limits} says
     * @param compression whether answers are compressed for callers who take it
     * @param cost whether callers are told what a call came to ({@code x-weir-cost})
     * @param trace wallets that may ask how one call was judged and what it came to ({@code x-weir-trace})
     * @param hedge whether a call that may be sent twice is, where it is later than nineteen of twenty of its kind
     * @param units as how many calls each method counts
     * @param heads how the heads of its endpoints are followed; without it nobody is asked
     */
    public record Api(
            ApiName name,
            Match match,
            Protocol protocol,
            MethodList methods,
            List<PoolName> pools,
            Actuator actuator,
            Objective objective,
            Bounds bounds,
            Access access,
            Anomaly anomaly,
            Optional<Boolean> websocket,
            Optional<Cors> cors,
            Timeouts timeouts,
            OptionalInt retries,
            Optional<ByteSize> body,
            Optional<ByteSize> answer,
            HeaderEdits headers,
            Optional<TierLimits> limits,
            Optional<Boolean> compression,
            Optional<Boolean> cost,
            List<WalletAddress> trace,
            Optional<Boolean> hedge,
            MethodUnits units,
            Optional<Heads> heads) {
        private static final int RETRIES = 3;
        private static final int MOST_RETRIES = 5;
        private static final long LONGEST = 1L << 40;

        /** All pools as one. */
        public static final PoolName ANY_POOL = new PoolName("any");

        /** The name under which sign-in itself is judged and routed. */
        public static final ApiName SIGN_IN = new ApiName("auth");

        public Api {
            Required.value(name, "name");
            if (name.equals(SIGN_IN)) {
                throw new IllegalArgumentException(
                        "no API can be called 'auth', which is sign-in's own; choose another");
            }
            Required.value(match, "match");
            pools = List.copyOf(Required.value(pools, "pools"));
            if (pools.isEmpty()) {
                throw new IllegalArgumentException("api '" + name + "' has no pools; name at least one");
            }
            protocol = protocol == null ? Protocol.HTTP : protocol;
            if (methods != null && protocol != Protocol.JSON_RPC) {
                throw new IllegalArgumentException("api '" + name
                        + "' lists methods, which only protocol: json-rpc has; add that line or leave them out");
            }
            if (websocket.orElse(false) && protocol == Protocol.JSON_RPC) {
                throw new IllegalArgumentException(
                        "api '" + name
                                + "' has websocket, whose messages nobody reads, and a list of methods, which would not hold there; offer it as an API of its own with protocol: http");
            }
            if (heads.isPresent() && protocol != Protocol.JSON_RPC) {
                throw new IllegalArgumentException("api '" + name
                        + "' follows heads, which only protocol: json-rpc has; add that line or leave them out");
            }
            if (units != null && protocol != Protocol.JSON_RPC) {
                throw new IllegalArgumentException("api '" + name
                        + "' gives methods units, which only protocol: json-rpc has; add that line or leave them out");
            }
            units = units == null ? MethodUnits.ONE : units;
            methods = methods == null ? MethodList.ETHEREUM : methods;
            actuator = actuator == null ? Actuator.PICK : actuator;
            objective = objective == null ? Objective.DEFAULT : objective;
            bounds = bounds == null ? Bounds.NONE : bounds;
            access = access == null ? Access.ANY_WALLET : access;
            anomaly = anomaly == null ? Anomaly.OBSERVE : anomaly;
            timeouts = timeouts == null ? Timeouts.DEFAULT : timeouts;
            headers = headers == null ? HeaderEdits.NONE : headers;
            retries = retries.isEmpty() ? OptionalInt.of(RETRIES) : retries;
            if (retries.getAsInt() < 0 || retries.getAsInt() > MOST_RETRIES) {
                throw new IllegalArgumentException("retries " + retries.getAsInt() + " is not in 0.." + MOST_RETRIES);
            }
            if (hedge.orElse(false) && retries.getAsInt() == 0) {
                throw new IllegalArgumentException(
                        "api '" + name
                                + "' has hedge, which is a second try, and retries: 0, which allows none; leave one of them out");
            }
            trace = trace == null ? List.of() : List.copyOf(trace);
            Required.unique("wallet", trace);
            if (body.isPresent()) {
                checkBody(body.get(), protocol);
            }
            if (answer.isPresent() && (answer.get().bytes() < 1 || answer.get().bytes() > LONGEST)) {
                throw new IllegalArgumentException("answer is not in 1KiB.." + (LONGEST >> 10) + "KiB");
            }
        }

        /** Whether a late call is sent to a second node, where it may be. */
        public boolean hedges() {
            return hedge.orElse(false);
        }

        /** Whether some caller at least may know what a call came to. */
        public boolean tellsCost() {
            return cost.orElse(false) || !trace.isEmpty();
        }

        /**
         * The pools as Envoy has them, a cluster each. Under the pick several are one, {@link #ANY_POOL}: an endpoint that the judge names is found only in
         * the cluster that the route chose, and the route chooses before.
         */
        public List<PoolName> clusterPools() {
            return actuator == Actuator.PICK && pools.size() > 1 ? List.of(ANY_POOL) : pools;
        }

        /** JSON-RPC's are read by the judge, which has a bound of its own; of others it knows what they say of their length. */
        private static void checkBody(ByteSize longest, Protocol protocol) {
            long most = protocol == Protocol.JSON_RPC ? JsonRpcLimits.DEFAULT.bodyBytes() : LONGEST;
            if (longest.bytes() < 1 || longest.bytes() > most) {
                throw new IllegalArgumentException("body is not in 1KiB.." + (most >> 10) + "KiB"
                        + (protocol == Protocol.JSON_RPC ? ", which the judge reads at most" : ""));
            }
        }

        /** The pool as Envoy has it. @param pool one of the API's */
        public PoolName clusterPool(PoolName pool) {
            return clusterPools().size() == pools.size() ? pool : ANY_POOL;
        }
    }

    /**
     * @param prefix a whole path segment or more, such as {@code /rpc}: it matches {@code /rpc} and {@code /rpc/…}; {@code /} matches what no other API does
     * @param strip whether nodes get the path without the prefix: {@code /rpc/x} as {@code /x}
     */
    public record Match(String prefix, Optional<Boolean> strip) {
        public Match {
            Required.value(prefix, "prefix");
            if (!prefix.equals("/")
                    && (!prefix.matches("/[A-Za-z0-9._~/-]{0,200}") || prefix.endsWith("/") || prefix.contains("//"))) {
                throw new IllegalArgumentException("prefix '" + prefix + "' is not a path like /rpc or /fast/quotes");
            }
            if (prefix.equals("/auth") || prefix.startsWith("/auth/")) {
                throw new IllegalArgumentException("prefix /auth is taken by sign-in; choose another");
            }
        }
    }

    /** What the calls of an API are made of: decides which of them may be tried again. */
    public enum Protocol {
        /** GET and HEAD are idempotent. */
        @JsonProperty("http")
        HTTP,
        /** JSON-RPC 2.0 over POST: the methods that the API lists, of which Ethereum's reads are idempotent. */
        @JsonProperty("json-rpc")
        JSON_RPC
    }

    /** How a decision about placement reaches Envoy. */
    public enum Actuator {
        /** Envoy picks by our weights and its own requests in flight. */
        @JsonProperty("weights")
        WEIGHTS,
        /** The judge's answer names the endpoint; the weights stay underneath. */
        @JsonProperty("pick")
        PICK
    }

    /** How much latency, availability and price matter; exponents of the planner's cost. */
    public record Objective(double latency, double availability, double cost) {
        static final Objective DEFAULT = new Objective(1, 1, 0.2);

        public Objective {
            for (double part : new double[] {latency, availability, cost}) {
                if (!(part >= 0 && part <= 10)) {
                    throw new IllegalArgumentException("objective " + part + " is not in 0..10");
                }
            }
        }
    }

    /**
     * Hard limits of an API; each holds only where it is given.
     *
     * @param budgetPer1000 the most that 1,000 calls may cost in the mean, above 0
     * @param availability the least part of the calls that must be expected to succeed, in (0, 1)
     * @param regions where its nodes may be, as the registry names their regions; at least one
     */
    public record Bounds(
            Optional<TokenAmount> budgetPer1000, Optional<Fraction> availability, Optional<List<String>> regions) {
        static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty(), Optional.empty());

        public Bounds {
            if (budgetPer1000.isPresent() && budgetPer1000.get().equals(TokenAmount.ZERO)) {
                throw new IllegalArgumentException("budgetPer1000 is 0: no node could serve; write an amount above 0");
            }
            if (availability.isPresent()
                    && !(availability.get().value() > 0 && availability.get().value() < 1)) {
                throw new IllegalArgumentException("availability is not between 0% and 100%, such as 99%");
            }
            regions.ifPresent(Bounds::check);
            regions = regions.map(List::copyOf);
        }

        private static void check(List<String> regions) {
            if (regions.isEmpty() || regions.stream().anyMatch(name -> name == null || name.isBlank())) {
                throw new IllegalArgumentException(
                        "regions is no list of names: write [eu-west, eu-north], or leave it out for any region");
            }
            Required.unique("region", regions);
        }

        /** Whether a node of this region may serve the API. */
        public boolean allows(String region) {
            return regions.isEmpty() || regions.get().contains(region);
        }
    }

    /** Who is served. {@code public} alone stands for {@code {wallet: none}}. @param stake what a wallet must have staked to be served */
    public record Access(WalletRule wallet, Optional<TokenAmount> stake) {
        static final Access ANY_WALLET = new Access(WalletRule.ANY, Optional.empty());

        @JsonCreator
        public Access {
            wallet = wallet == null ? WalletRule.ANY : wallet;
            if (wallet == WalletRule.NONE && stake.isPresent()) {
                throw new IllegalArgumentException("a stake is a wallet's: write wallet: any, or leave the stake out");
            }
        }

        @JsonCreator
        static Access named(String word) {
            if (!word.equals("public")) {
                throw new IllegalArgumentException("access '" + word + "' is neither public nor {wallet: any}");
            }
            return new Access(WalletRule.NONE, Optional.empty());
        }

        /** Whether nobody has to sign in. */
        public boolean isPublic() {
            return wallet == WalletRule.NONE;
        }
    }

    public enum WalletRule {
        /** Whoever has signed in. */
        @JsonProperty("any")
        ANY,
        /** Everybody. Who has signed in counts as its wallet, the others by their address. */
        @JsonProperty("none")
        NONE
    }

    /** At which scores a caller is slowed and refused; above 1 is never, which only observes. */
    public record Anomaly(OptionalDouble slow, OptionalDouble deny) {
        static final Anomaly OBSERVE = new Anomaly(OptionalDouble.empty(), OptionalDouble.empty());

        public Anomaly {
            for (var threshold : List.of(slow, deny)) {
                if (threshold.isPresent() && !(threshold.getAsDouble() > 0 && threshold.getAsDouble() <= 1)) {
                    throw new IllegalArgumentException("threshold " + threshold.getAsDouble() + " is not in (0, 1]");
                }
            }
            if (slow.isPresent() && deny.isPresent() && slow.getAsDouble() > deny.getAsDouble()) {
                throw new IllegalArgumentException("slow is above deny; it must be the lower one");
            }
        }
    }

    /**
     * A pool of nodes, named by a registry or one by one.
     *
     * @param nodes {@code registry}: those that the on-chain registry names for this pool and a live heartbeat confirms
     * @param endpoints the nodes of a pool that has no registry
     * @param health how Envoy asks whether one of the endpoints is well; without it, whether a connection (and TLS) can be made
     * @param ca the certificates (PEM, a file where Envoy runs) that endpoints by https are checked against; without it those of the system
     * @param methods of JSON-RPC that its endpoints answer; without it all
     * @param concurrency how many calls one of its endpoints gets at once, 1 to 1,000; the others wait. Without it any
     */
    public record Pool(
            PoolName name,
            NodeSource nodes,
            List<Upstream> endpoints,
            Optional<Health> health,
            Optional<Path> ca,
            Optional<MethodList> methods,
            OptionalInt concurrency) {
        private static final int MOST_CALLS = 1_000;

        public Pool {
            Required.value(name, "name");
            endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
            if (!endpoints.isEmpty() && nodes == NodeSource.REGISTRY) {
                throw new IllegalArgumentException("pool '" + name
                        + "' has endpoints and a registry; part it into two pools, an API can have both");
            }
            if (endpoints.isEmpty()
                    && (health.isPresent() || ca.isPresent() || methods.isPresent() || concurrency.isPresent())) {
                throw new IllegalArgumentException("pool '" + name
                        + "': health, ca, methods and concurrency are for endpoints, of which it has none");
            }
            if (concurrency.isPresent() && (concurrency.getAsInt() < 1 || concurrency.getAsInt() > MOST_CALLS)) {
                throw new IllegalArgumentException(
                        "concurrency " + concurrency.getAsInt() + " is not in 1.." + MOST_CALLS);
            }
            nodes = nodes == null ? (endpoints.isEmpty() ? NodeSource.REGISTRY : NodeSource.ENDPOINTS) : nodes;
            if (endpoints.isEmpty() && nodes == NodeSource.ENDPOINTS) {
                throw new IllegalArgumentException("pool '" + name + "' has no endpoints; name at least one");
            }
        }
    }

    /** @param path that is asked, with the Host of the endpoint; 200 is well */
    public record Health(String path) {
        public Health {
            Required.value(path, "path");
            if (!path.matches("/[\\x21-\\x7e]{0,500}")) {
                throw new IllegalArgumentException("health.path '" + path + "' is not a path like /health");
            }
        }
    }

    public enum NodeSource {
        @JsonProperty("registry")
        REGISTRY,
        @JsonProperty("endpoints")
        ENDPOINTS
    }

    /** Bounds of the weight loop; see DESIGN decision 4 in docs/architecture.md. */
    public record Weights(
            Policy policy,
            Duration tick,
            Fraction floor,
            Fraction cap,
            Fraction step,
            Fraction deadband,
            Duration staleness) {
        static final Weights DEFAULT = new Weights(
                Policy.LEARNED,
                Duration.ofMillis(250),
                new Fraction(0.005),
                new Fraction(0.6),
                new Fraction(0.2),
                new Fraction(0.005),
                Duration.ofSeconds(10));

        public Weights {
            policy = policy == null ? Policy.LEARNED : policy;
            tick = tick == null ? DEFAULT.tick : tick;
            floor = floor == null ? DEFAULT.floor : floor;
            cap = cap == null ? DEFAULT.cap : cap;
            step = step == null ? DEFAULT.step : step;
            deadband = deadband == null ? DEFAULT.deadband : deadband;
            staleness = staleness == null ? DEFAULT.staleness : staleness;
            if (tick.toMillis() < 50 || tick.toMillis() > 60_000) {
                throw new IllegalArgumentException("tick is not in 50ms..1m");
            }
            if (floor.value() > cap.value()) {
                throw new IllegalArgumentException("floor is above cap");
            }
            if (step.value() == 0) {
                throw new IllegalArgumentException("step is 0%: weights could never move");
            }
        }
    }

    public enum Policy {
        @JsonProperty("learned")
        LEARNED,
        @JsonProperty("ewma")
        EWMA
    }

    /**
     * How a newly published model comes into force: in shadow, then for 1, 10, 50 and all of 100 calls.
     *
     * @param stage how long each stage lasts at least; {@code 0s} puts a model in force at once
     * @param calls how many calls each stage must have judged
     * @param regret how much worse than what is in force a model may be before it is taken back, as a part of the latter
     */
    public record Rollout(Duration stage, OptionalInt calls, Fraction regret) {
        static final Rollout DEFAULT = new Rollout(Duration.ofMinutes(5), OptionalInt.of(1_000), new Fraction(0.1));

        public Rollout {
            stage = stage == null ? DEFAULT.stage : stage;
            calls = calls.isEmpty() ? DEFAULT.calls : calls;
            regret = regret == null ? DEFAULT.regret : regret;
            if (!stage.isZero() && (stage.toMillis() < 1_000 || stage.toHours() > 24)) {
                throw new IllegalArgumentException("stage is neither 0s nor in 1s..24h");
            }
            if (calls.getAsInt() < 1 || calls.getAsInt() > 10_000_000) {
                throw new IllegalArgumentException("calls " + calls.getAsInt() + " is not in 1..10000000");
            }
        }
    }

    /**
     * Where stakes and registry are read. A word alone, {@code chain: memory}, stands for {@code {rpc: memory}}.
     *
     * @param rpc {@code devnet} for the anvil that {@code weir up} starts, an http(s) URL, or {@code memory} for none: nobody has a stake, and no node is
     *     registered
     */
    public record Chain(String rpc) {
        static final Chain DEFAULT = new Chain("devnet");
        private static final String MEMORY = "memory";

        @JsonCreator
        public Chain(@JsonProperty("rpc") String rpc) {
            this.rpc = rpc == null ? "devnet" : rpc;
            if (!this.rpc.equals("devnet") && !this.rpc.equals(MEMORY) && !this.rpc.matches("https?://.+")) {
                throw new IllegalArgumentException(
                        "chain.rpc '" + rpc + "' is neither devnet nor memory nor an http(s) URL");
            }
        }

        @JsonCreator
        static Chain named(String word) {
            return new Chain(word);
        }

        /** Whether there is none. */
        public boolean isMemory() {
            return rpc.equals(MEMORY);
        }

        public boolean isDevnet() {
            return rpc.equals("devnet");
        }
    }

    /**
     * Where state lives.
     *
     * @param sql {@code embedded} or a {@code jdbc:postgresql:} URL
     * @param counters {@code memory} or a {@code redis://} URL
     */
    public record State(String sql, String counters) {
        static final State DEFAULT = new State("embedded", "memory");

        public State {
            sql = sql == null ? "embedded" : sql;
            counters = counters == null ? "memory" : counters;
            if (!sql.equals("embedded") && !sql.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("state.sql is neither embedded nor a jdbc:postgresql: URL");
            }
            if (!counters.equals("memory") && !counters.matches("rediss?://.+")) {
                throw new IllegalArgumentException("state.counters is neither memory nor a redis:// URL");
            }
        }
    }

    /**
     * Sign-in.
     *
     * @param domains the EIP-4361 domains (host and port) that messages may name; empty for the gateway's own
     */
    public record Auth(List<String> domains, Duration nonceLife, Duration sessionLife) {
        static final Auth DEFAULT = new Auth(List.of(), Duration.ofMinutes(5), Duration.ofHours(12));

        public Auth {
            domains = domains == null ? List.of() : List.copyOf(domains);
            nonceLife = nonceLife == null ? DEFAULT.nonceLife : nonceLife;
            sessionLife = sessionLife == null ? DEFAULT.sessionLife : sessionLife;
            if (nonceLife.isZero() || sessionLife.isZero()) {
                throw new IllegalArgumentException("nonceLife and sessionLife must be longer than 0");
            }
        }
    }
}
