package dev.weir.controlplane.fleet;

import static java.util.stream.Collectors.groupingBy;

import dev.weir.balancing.GuardFired;
import dev.weir.config.Heads;
import dev.weir.config.Upstream;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.fleet.port.HeadSource;
import dev.weir.controlplane.fleet.port.HeadUnknown;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the heads of the endpoints of every API that asks for it, and says who is behind ({@link HeadAgreement}). An endpoint is asked at one of its addresses, at the next where that one
 * does not answer, and never again before its last question has ended: one that hangs costs one question at a time. Several APIs with the same way to it share what it says.
 *
 * <p>{@link #refresh} is called by one thread, often; the rest by any. Fails open: an endpoint that cannot be asked is unknown, which is not behind.
 */
public final class HeadWatch {
    /** Of a gateway where nobody is asked. */
    public static final HeadWatch NONE = new HeadWatch(
            List.of(),
            List.of(),
            question -> {
                throw new IllegalStateException("nobody to ask");
            },
            InstantSource.system());

    /** An answer stands for so many intervals: one may be lost. */
    private static final int STANDS = 3;

    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHAIN_EVERY = Duration.ofMinutes(1);
    /** For so long what was agreed stands where one has it and others fell silent. */
    private static final Duration AGREED_STANDS = Duration.ofMinutes(1);

    private static final int MOVES = 11;

    private List<WeirConfig.Api> apis = List.of();
    private Map<PoolName, String> roots = Map.of();
    private final HeadSource source;
    private final InstantSource clock;
    private final Map<Way, Asked> asked = new HashMap<>();
    private final Map<ApiName, Agreed> agreed = new HashMap<>();
    private long counted;
    private volatile Map<ApiName, HeadAgreement> agreements = Map.of();

    /** How calls reach a node; several APIs may have the same. */
    private record Way(NodeId node, String path, Optional<Upstream> upstream) {}

    private record Agreed(long head, Instant at) {}

    /** One way's. Guarded by the watch. */
    private static final class Asked {
        @Nullable
        Instant at;

        boolean waits;
        int address;
        Optional<HeadReport> last = Optional.empty();
        Instant heard = Instant.MIN;
        Instant chainHeard = Instant.MIN;
        Optional<String> trouble = Optional.of("it was not asked yet");
        final Deque<Long> moves = new ArrayDeque<>();
    }

    /** @param clock a steady one */
    public HeadWatch(List<WeirConfig.Api> apis, List<WeirConfig.Pool> pools, HeadSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        follow(apis, pools);
    }

    /** From now on follows the heads of these; what is known of nodes that stay stands. */
    public synchronized void follow(List<WeirConfig.Api> others, List<WeirConfig.Pool> theirs) {
        apis = others.stream().filter(api -> api.heads().isPresent()).toList();
        var files = new HashMap<PoolName, String>();
        theirs.forEach(pool -> pool.ca().map(Object::toString).ifPresent(file -> files.put(pool.name(), file)));
        roots = Map.copyOf(files);
    }

    /** Asks whose time has come, and decides anew. Waits for nobody. @param fleet asked only where some API follows heads */
    public synchronized void refresh(Supplier<List<FleetNode>> fleet) {
        if (apis.isEmpty()) {
            asked.clear();
            agreements = Map.of();
            return;
        }
        var now = clock.instant();
        var pooled = fleet.get().stream().collect(groupingBy(FleetNode::pool));
        var own = new HashMap<ApiName, List<FleetNode>>();
        var questions = new LinkedHashMap<Way, Wanted>();
        for (var api : apis) {
            var terms = api.heads().orElseThrow();
            var nodes = api.pools().stream()
                    .flatMap(pool -> pooled.getOrDefault(pool, List.of()).stream())
                    .filter(node -> api.bounds().allows(node.region()))
                    .toList();
            own.put(api.name(), nodes);
            for (var node : nodes) {
                questions.merge(
                        way(api, node),
                        new Wanted(node, terms.every(), terms.chain().isPresent()),
                        Wanted::both);
            }
        }
        questions.forEach((way, wanted) -> ask(way, wanted, now));
        asked.keySet().retainAll(questions.keySet());
        var fresh = new HashMap<ApiName, HeadAgreement>();
        apis.forEach(api -> fresh.put(
                api.name(), decide(api.heads().orElseThrow(), api, own.getOrDefault(api.name(), List.of()), now)));
        agreements = Map.copyOf(fresh);
    }

    /** What the APIs that share a way want to know: as often as the most eager of them, and the chain where one of them asks for it. */
    private record Wanted(FleetNode node, Duration every, boolean chain) {
        Wanted both(Wanted other) {
            return new Wanted(node, every.compareTo(other.every) < 0 ? every : other.every, chain || other.chain);
        }
    }

    private static Way way(WeirConfig.Api api, FleetNode node) {
        return new Way(
                node.node(),
                api.match().strip().orElse(false) ? "/" : api.match().prefix(),
                node.upstream());
    }

    private void ask(Way way, Wanted wanted, Instant now) {
        var node = wanted.node();
        var state = asked.computeIfAbsent(way, unseen -> new Asked());
        if (state.waits || (state.at != null && state.at.plus(wanted.every()).isAfter(now))) {
            return;
        }
        state.at = now;
        if (node.addresses().isEmpty()) {
            state.trouble = Optional.of("its name is not found");
            return;
        }
        if (!(node.addresses().get(state.address++ % node.addresses().size())
                instanceof EndpointAddress.Socket address)) {
            state.trouble = Optional.of("it is reached through Envoy alone");
            return;
        }
        state.waits = true;
        boolean chain = wanted.chain()
                && (state.trouble.isPresent()
                        || !state.chainHeard.plus(CHAIN_EVERY).isAfter(now));
        var patience = wanted.every().multipliedBy(4).dividedBy(5);
        try {
            source.ask(new HeadQuestion(
                            address,
                            node.upstream(),
                            Optional.ofNullable(roots.get(node.pool())),
                            way.path(),
                            chain,
                            patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE))
                    .whenComplete((report, failed) -> heard(state, report, failed));
        } catch (RuntimeException e) {
            heard(state, null, e);
        }
    }

    private synchronized void heard(Asked state, @Nullable HeadReport report, @Nullable Throwable failed) {
        state.waits = false;
        if (report == null) {
            var cause = failed instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failed;
            state.trouble = Optional.of(
                    cause instanceof HeadUnknown unknown ? String.valueOf(unknown.getMessage()) : "it cannot be asked");
            return;
        }
        // The address that answered is asked again.
        state.address--;
        var before = state.last;
        var chain = report.chain().isPresent()
                ? report.chain()
                : before.map(HeadReport::chain).orElse(OptionalLong.empty());
        if (report.chain().isPresent()) {
            state.chainHeard = clock.instant();
        }
        if (before.isEmpty() || report.block() > before.get().block()) {
            state.moves.addLast(++counted);
            while (state.moves.size() > MOVES) {
                state.moves.removeFirst();
            }
        }
        state.last = Optional.of(new HeadReport(report.block(), chain));
        state.heard = clock.instant();
        state.trouble = Optional.empty();
    }

    private HeadAgreement decide(Heads terms, WeirConfig.Api api, List<FleetNode> nodes, Instant now) {
        var before = agreements.get(api.name());
        var claims = nodes.stream()
                .map(node -> claim(
                        node,
                        asked.getOrDefault(way(api, node), new Asked()),
                        before != null && out(before, node.node()),
                        now.minus(terms.every().multipliedBy(STANDS))))
                .toList();
        var stands = Optional.ofNullable(agreed.get(api.name()))
                .filter(was -> was.at().plus(AGREED_STANDS).isAfter(now));
        var decided = HeadAgreement.of(terms, claims, stands.map(Agreed::head));
        decided.agreed()
                .filter(head -> stands.isEmpty() || head >= stands.get().head())
                .ifPresent(head -> agreed.put(api.name(), new Agreed(head, now)));
        return decided;
    }

    private static boolean out(HeadAgreement before, NodeId node) {
        var head = before.heads().get(node);
        return head != null && (head.out() || head.standing() == Head.Standing.SPARED);
    }

    /** @param since what was heard before is too old */
    private static HeadClaim claim(FleetNode node, Asked state, boolean wasOut, Instant since) {
        var trouble = state.trouble.isEmpty() && state.heard.isBefore(since)
                ? Optional.of("it has not answered of late")
                : state.trouble.filter(any -> state.heard.isBefore(since));
        return new HeadClaim(
                node.node(),
                node.upstream().isPresent(),
                node.live(),
                state.last,
                trouble,
                wasOut,
                List.copyOf(state.moves));
    }

    /** The nodes of an API, each with where it stands. */
    public List<FleetNode> of(ApiName api, List<FleetNode> nodes) {
        var agreement = agreements.get(api);
        if (agreement == null) {
            return nodes;
        }
        return nodes.stream()
                .map(node -> node.with(Optional.ofNullable(agreement.heads().get(node.node()))))
                .toList();
    }

    /** What is not decided of an API's heads, in words. */
    public Optional<GuardFired> guard(ApiName api) {
        return Optional.ofNullable(agreements.get(api)).flatMap(HeadAgreement::guard);
    }
}
