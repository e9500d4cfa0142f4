package dev.weir.balancing;

import dev.weir.model.AttemptOutcome;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the endpoint of one request by least expected delay: its own, and what it adds to the calls that are there, both as work times the service
 * time that the endpoint was seen to have ({@link ServerModel}). Safe for use by many threads.
 *
 * <p>Endpoints are taken to share themselves equally among their calls once these are more than it serves at once ({@link Parallelism}). Then two
 * calls side by side delay one another by the work of the shorter, so that a short call minds a long one little, and does it little harm; a long one
 * keeps away from all. Counting the harm too is what shortens the tail: each call would rather take the slower endpoint that is idle. How much work a
 * request is, its kind tells ({@link CallKinds}).
 *
 * <p>A grant bears its request's id. It counts as in flight until its attempt's end is reported, it is released, or its lease ends. Nodes that do not
 * answer are left out for a while ({@link Outages}), as the policy that reads our answer looks at no health of its own.
 *
 * <p>Hard limits ({@link Bounds}) hold call by call, as a {@link CallBudget} each.
 *
 * <p>Bounded: {@value #MAX_GRANTS} grants, of which other judges' leave half to our own, and {@value #MAX_SERVERS} endpoints, of which the least recently used is forgotten.
 */
public final class EndpointPicker {
    static final int MAX_GRANTS = 100_000;
    static final int MAX_SERVERS = 10_000;
    private static final int NAMED = 3;
    private static final double FORGET_MILLIS = 5_000;
    /** After so long without a call half of its failures are forgotten, or one that failed would never be tried again. */
    private static final double FORGIVE_MILLIS = 300_000;

    private static final double FAILURE_GAIN = 0.1;
    /** An endpoint that fails each time costs so many times more: about as many tries as it would take. */
    private static final double FAILURE_COST = 8;
    /** Delay is worth more than price: at a cost objective of 1, twice the price is accepted for an eighth less delay. */
    private static final double PRICE = 0.2;

    /** More than delays differ by. */
    private static final double BEYOND = 1e12;

    private static final double BY_EXCESS = 8;

    private PickSettings settings;
    private final RandomGenerator random;
    private final LinkedHashMap<String, Lease> leases = new LinkedHashMap<>();
    private final CallKinds kinds = new CallKinds();
    private final Parallelism together = new Parallelism(1);
    private final Outages outages = new Outages();
    private final Map<NodeId, Server> servers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Server> eldest) {
            return size() > MAX_SERVERS;
        }
    };
    private CallBudget budget;
    private CallBudget failures;
    private List<PickCandidate> listed = List.of();
    private EndpointAddress[] addresses = {};
    private Server[] field = {};
    private int[] order = {};

    /** @param served by the endpoint's count when the call began, at {@code began} nanoseconds */
    private record Lease(Server server, int kind, double served, long began, Instant ends) {}

    /** What is known of one node. Guarded by the picker. */
    private final class Server {
        final int[] inFlightByKind = new int[CallKinds.MOST];
        final ServerModel model = ServerModel.brisk(together);
        long seen = Long.MIN_VALUE / 2;
        final Outages.Of outage = new Outages.Of();
        double failures;
        boolean usable;
        /** Of a call, in the candidates' unit. */
        double price;

        /** What the price makes of a delay. */
        double dearness = 1;

        void began(int kind, long now) {
            model.began(now);
            inFlightByKind[kind]++;
        }

        void ended(int kind, long now) {
            model.ended(now);
            inFlightByKind[kind]--;
        }
    }

    /** @param random breaks ties */
    public EndpointPicker(RandomGenerator random) {
        this(PickSettings.DEFAULT, random);
    }

    /** @param random breaks ties */
    public EndpointPicker(PickSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.budget = new CallBudget(settings.bounds().budgetPerCall());
        this.failures = new CallBudget(settings.bounds().failures());
    }

    /** From now on picks by other settings. What was learned stays, and so do the grants in flight; what was saved of a limit stays where the limit does. */
    public synchronized void follow(PickSettings other) {
        if (!other.bounds().equals(settings.bounds())) {
            budget = new CallBudget(other.bounds().budgetPerCall());
            failures = new CallBudget(other.bounds().failures());
        }
        settings = other;
        listed = List.of();
        field = new Server[0];
    }

    /**
     * Empty where no candidate is usable, or the request has a grant; then the weights decide.
     *
     * @param grantId of the request, and of no other
     * @param kind what requests of about the same work have in common
     */
    public Optional<Grant> pick(String grantId, List<PickCandidate> candidates, String kind, Instant now) {
        return pick(grantId, candidates, kind, node -> true, now);
    }

    /** @param able which nodes can answer it; asked of those that are looked at, under the picker's lock */
    public synchronized Optional<Grant> pick(
            String grantId, List<PickCandidate> candidates, String kind, Predicate<NodeId> able, Instant now) {
        expire(now);
        long nanos = nanos(now);
        list(candidates);
        int looked = look(able, nanos);
        if (looked == 0 || leases.size() >= MAX_GRANTS || leases.containsKey(grantId)) {
            return Optional.empty();
        }
        int kindIndex = kinds.index(kind);
        var best = cheapest(looked, kindIndex, nanos);
        var first = field[best[0]];
        var grant = new Grant(
                grantId,
                listed.get(best[0]).node(),
                Arrays.stream(best).mapToObj(at -> addresses[at]).toList(),
                now.plus(settings.lease()));
        lease(grantId, first, kindIndex, grant.leaseEnds(), nanos);
        budget.spend(first.price);
        failures.spend(failing(first, nanos));
        return Optional.of(grant);
    }

    /** A grant of another judge, which counts here as well. */
    public synchronized void granted(String grantId, NodeId node, String kind, Instant now) {
        expire(now);
        if (leases.size() < MAX_GRANTS / 2 && !leases.containsKey(grantId)) {
            lease(grantId, server(node), kinds.index(kind), now.plus(settings.lease()), nanos(now));
        }
    }

    private void lease(String grantId, Server server, int kind, Instant ends, long nanos) {
        server.began(kind, nanos);
        leases.put(grantId, new Lease(server, kind, server.model.served(), nanos, ends));
    }

    /**
     * An attempt of the grant has ended. A retried request reports several; the first frees the claim, all teach that say something of their node.
     *
     * @param actual where it was in fact
     * @param latencyMillis until the last byte, or until it was overtaken; else ignored where the node did not answer
     */
    public synchronized void completed(
            String grantId, NodeId actual, double latencyMillis, AttemptOutcome outcome, Instant at) {
        long nanos = nanos(at);
        var server = server(actual);
        var lease = leases.get(grantId);
        release(grantId, nanos);
        if (outcome == AttemptOutcome.NOTHING) {
            return;
        }
        if (outcome == AttemptOutcome.OVERTAKEN) {
            // The least that it would have taken. Of its failures it says nothing, but it was heard of: what is known
            // of it does not fade.
            server.failures = failing(server, nanos);
            server.seen = nanos;
            taught(server, lease, latencyMillis, nanos);
            return;
        }
        double failing = failing(server, nanos);
        server.seen = nanos;
        server.failures = failing + FAILURE_GAIN * ((outcome == AttemptOutcome.ANSWERED ? 0 : 1) - failing);
        switch (outcome) {
            case UNREACHABLE -> outages.unreachable(server.outage, nanos);
            case FAILED -> outages.failed(server.outage, nanos);
            case ANSWERED, OVERTAKEN, NOTHING -> outages.answered(server.outage);
        }
        if (outcome == AttemptOutcome.ANSWERED) {
            taught(server, lease, latencyMillis, nanos);
        }
    }

    private void taught(Server server, @Nullable Lease lease, double latencyMillis, long nanos) {
        if (!(latencyMillis >= 0) || Double.isInfinite(latencyMillis)) {
            return;
        }
        if (lease == null || lease.server() != server) {
            server.model.answeredUnseen(latencyMillis);
            return;
        }
        double alone = latencyMillis * servedPart(server, lease, nanos);
        server.model.answered(kinds.work(lease.kind()), alone);
        kinds.ended(lease.kind(), alone / server.model.serviceMillis(alone));
    }

    /** Of its time there, for what part a call had the endpoint for itself. */
    private static double servedPart(Server server, Lease lease, long nanos) {
        double millis = (nanos - lease.began()) / 1e6;
        return millis <= 0 ? 1 : Math.min(1, (server.model.served() - lease.served()) / millis);
    }

    /** The grant was not used. Unknown grants are ignored: they have ended, or another judge made them. @return whether this ended it */
    public synchronized boolean released(String grantId, Instant now) {
        return release(grantId, nanos(now));
    }

    private boolean release(String grantId, long nanos) {
        var lease = leases.remove(grantId);
        if (lease != null) {
            lease.server().ended(lease.kind(), nanos);
        }
        return lease != null;
    }

    /** Grants in flight. */
    public synchronized int inFlight() {
        return leases.size();
    }

    /** Grants in flight at one node. */
    synchronized int inFlight(NodeId node) {
        return server(node).model.inFlight();
    }

    /** Of a mean call at one node, as it is known now. */
    synchronized double serviceMillis(NodeId node) {
        return server(node).model.serviceMillis(1);
    }

    private void expire(Instant now) {
        var oldest = leases.entrySet().iterator();
        while (oldest.hasNext()) {
            var lease = oldest.next().getValue();
            if (lease.ends().isAfter(now)) {
                return;
            }
            oldest.remove();
            lease.server().ended(lease.kind(), nanos(now));
        }
    }

    /** Candidates come as the same list until something changes, so that each is looked up once. */
    private void list(List<PickCandidate> candidates) {
        if (candidates == listed) {
            return;
        }
        listed = candidates;
        field = new Server[candidates.size()];
        addresses = new EndpointAddress[field.length];
        order = new int[field.length];
        double prices = 0;
        outages.usable((int) candidates.stream().filter(PickCandidate::usable).count());
        for (int i = 0; i < field.length; i++) {
            var candidate = candidates.get(i);
            field[i] = server(candidate.node());
            addresses[i] = candidate.address();
            field[i].usable = candidate.usable();
            field[i].price = candidate.price();
            order[i] = i;
            prices += candidate.price();
        }
        for (int i = 0; i < field.length; i++) {
            double relative = prices > 0 ? candidates.get(i).price() * field.length / prices : 1;
            field[i].dearness = Math.pow(Math.max(1e-3, relative), PRICE * settings.cost());
        }
    }

    /** Puts the usable ones to look at first in {@link #order}; returns how many they are. */
    private int look(Predicate<NodeId> able, long nanos) {
        int wanted = settings.look() == 0 ? field.length : settings.look();
        int found = 0;
        for (int i = 0; i < field.length && found < wanted; i++) {
            if (settings.look() > 0) {
                swap(i, i + random.nextInt(field.length - i));
            }
            var server = field[order[i]];
            if (server.usable
                    && !server.outage.isOut(nanos)
                    && able.test(listed.get(order[i]).node())) {
                swap(found++, i);
            }
        }
        return found;
    }

    private void swap(int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }

    /** The {@value #NAMED} best of those looked at, as places in {@link #field}, cheapest first. Of equals a random one, or idle equals would all send to the first. */
    private int[] cheapest(int looked, int kind, long nanos) {
        int[] best = new int[Math.min(NAMED, looked)];
        double[] costs = new double[best.length];
        double crowd = crowd(looked);
        double work = kinds.work(kind);
        int filled = 0;
        for (int i = 0; i < looked; i++) {
            var server = field[order[i]];
            double cost =
                    cost(server, work, crowd, nanos) * beyondLimits(server, nanos) * (1 + 1e-3 * random.nextDouble());
            int at = filled;
            while (at > 0 && costs[at - 1] > cost) {
                at--;
            }
            if (at < best.length) {
                for (int j = Math.min(filled, best.length - 1); j > at; j--) {
                    best[j] = best[j - 1];
                    costs[j] = costs[j - 1];
                }
                best[at] = order[i];
                costs[at] = cost;
                filled = Math.min(best.length, filled + 1);
            }
        }
        return best;
    }

    private double cost(Server server, double work, double crowd, long nanos) {
        server.model.advance(nanos);
        int inFlight = server.model.inFlight();
        double shared = 0;
        for (int kind = 0, left = inFlight; left > 0; kind++) {
            shared += server.inFlightByKind[kind] * Math.min(kinds.work(kind), work);
            left -= server.inFlightByKind[kind];
        }
        int parallel = server.model.parallel();
        double own = Math.max(work, (shared + work) / parallel);
        double others = inFlight < parallel ? 0 : shared / parallel;
        double waited = own + others;
        return waited * service(server, crowd, nanos) * server.dearness * (1 + FAILURE_COST * failing(server, nanos));
    }

    /** Whoever is beyond a limit now comes after all who are not; beyond both, or where nobody is within, the one that is least beyond comes first. */
    private double beyondLimits(Server server, long nanos) {
        double beyond = 1;
        if (!budget.allows(server.price)) {
            beyond *= BEYOND * Math.pow(server.price / settings.bounds().budgetPerCall(), BY_EXCESS);
        }
        double failing = failing(server, nanos);
        if (!failures.allows(failing)) {
            beyond *= BEYOND * Math.pow(failing / settings.bounds().failures(), BY_EXCESS);
        }
        return beyond;
    }

    private static double failing(Server server, long nanos) {
        return server.failures == 0
                ? 0
                : server.failures
                        * Math.pow(0.5, Math.min(60, Math.max(0, nanos - server.seen) / 1e6 / FORGIVE_MILLIS));
    }

    /** An endpoint that was not heard of for a while is taken to be a little more like the fastest, so that it is tried again. */
    private double service(Server server, double crowd, long nanos) {
        double known = server.model.serviceMillis(crowd);
        if (known <= crowd || !server.model.known()) {
            return known;
        }
        double age = Math.max(0, nanos - server.seen) / 1e6 / FORGET_MILLIS;
        return crowd * Math.pow(known / crowd, Math.pow(0.5, Math.min(age, 60)));
    }

    private double crowd(int looked) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < looked; i++) {
            var model = field[order[i]].model;
            fastest = model.known() ? Math.min(fastest, model.serviceMillis(0)) : fastest;
        }
        return Double.isInfinite(fastest) ? 1 : fastest;
    }

    private Server server(NodeId node) {
        return servers.computeIfAbsent(node, unseen -> new Server());
    }

    private static long nanos(Instant time) {
        return Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L) + time.getNano();
    }
}
