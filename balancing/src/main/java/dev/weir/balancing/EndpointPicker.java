package dev.weir.balancing;

import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Chooses the endpoint of one request by least expected delay: {@code (own grants in flight + 1) · estimated service time}, over all candidates. Safe for
 * use by many threads.
 *
 * <p>A grant counts as in flight until its attempt's end is reported, it is released, or its lease ends. A node that could not be reached is left out
 * for a backoff of 1 s, doubled up to 30 s, as the policy that reads our answer looks at no health of its own. Attempts that fail while a node is out
 * are of the same outage and double nothing.
 *
 * <p>Bounded: {@value #MAX_GRANTS} grants, and {@value #MAX_SERVERS} endpoints, of which the least recently used is forgotten.
 */
public final class EndpointPicker {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final int MAX_GRANTS = 100_000;
    static final int MAX_SERVERS = 10_000;
    private static final int NAMED = 3;
    private static final double GAIN = 0.2;
    private static final Duration FORGET = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private final LinkedHashMap<String, Lease> leases = new LinkedHashMap<>();
    private final Map<EndpointAddress, Server> servers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EndpointAddress, Server> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    private record Lease(Server server, Instant ends) {}

    /** What is known of one endpoint. Guarded by the picker. */
    private static final class Server {
        int inFlight;
        double serviceMillis;
        Instant seen = Instant.EPOCH;
        Instant outUntil = Instant.EPOCH;
        int failuresInARow;
    }

    /** @param random makes grant ids and breaks ties; ids carry no authority */
    public EndpointPicker(RandomGenerator random) {
        this.random = random;
    }

    /** Empty where no candidate is usable; then the weights decide. */
    public synchronized Optional<Grant> pick(List<PickCandidate> candidates, Instant now) {
        expire(now);
        var usable = candidates.stream()
                .filter(PickCandidate::usable)
                .map(PickCandidate::address)
                .filter(address -> !server(address).outUntil.isAfter(now))
                .toList();
        if (usable.isEmpty() || leases.size() >= MAX_GRANTS) {
            return Optional.empty();
        }
        double crowd = crowd(usable);
        // Ties go to a random one, or idle equals would all send to the first.
        var order = new HashMap<EndpointAddress, Double>();
        usable.forEach(address -> order.put(address, delay(address, crowd, now) * (1 + 1e-3 * random.nextDouble())));
        var addresses = usable.stream()
                .sorted(Comparator.comparingDouble(order::get))
                .limit(NAMED)
                .toList();
        var grant = new Grant(Long.toHexString(random.nextLong()), addresses, now.plus(LEASE));
        var chosen = server(addresses.getFirst());
        leases.put(grant.id(), new Lease(chosen, grant.leaseEnds()));
        chosen.inFlight++;
        return Optional.of(grant);
    }

    /**
     * An attempt of the grant has ended. A retried request reports several; the first frees the claim, all teach.
     *
     * @param latencyMillis until the last byte; ignored where {@code failed}
     */
    public synchronized void completed(
            String grantId, EndpointAddress actual, double latencyMillis, boolean failed, Instant at) {
        released(grantId);
        var server = server(actual);
        server.seen = at;
        if (failed) {
            if (!server.outUntil.isAfter(at)) {
                server.failuresInARow = Math.min(10, server.failuresInARow + 1);
                long backoff = Math.min(30, 1L << (server.failuresInARow - 1));
                server.outUntil = at.plusSeconds(backoff);
            }
            return;
        }
        server.failuresInARow = 0;
        server.outUntil = Instant.EPOCH;
        if (latencyMillis >= 0 && Double.isFinite(latencyMillis)) {
            double millis = Math.max(0.05, latencyMillis);
            server.serviceMillis =
                    server.serviceMillis == 0 ? millis : server.serviceMillis + GAIN * (millis - server.serviceMillis);
        }
    }

    /** The grant was not used. Unknown grants are ignored: their lease has ended, or another judge made them. */
    public synchronized void released(String grantId) {
        var lease = leases.remove(grantId);
        if (lease != null) {
            lease.server().inFlight--;
        }
    }

    /** Grants in flight. */
    public synchronized int inFlight() {
        return leases.size();
    }

    private void expire(Instant now) {
        var oldest = leases.entrySet().iterator();
        while (oldest.hasNext()) {
            var lease = oldest.next().getValue();
            if (lease.ends().isAfter(now)) {
                return;
            }
            lease.server().inFlight--;
            oldest.remove();
        }
    }

    /** An endpoint that was not heard of for a while is taken to be a little more like the crowd, so that it is tried again. */
    private double delay(EndpointAddress address, double crowd, Instant now) {
        var server = server(address);
        double known = server.serviceMillis == 0 ? crowd : server.serviceMillis;
        double age = Math.max(0, Duration.between(server.seen, now).toMillis() / (double) FORGET.toMillis());
        double trusted = known <= crowd ? known : crowd * Math.pow(known / crowd, Math.pow(0.5, Math.min(age, 60)));
        return (server.inFlight + 1) * trusted;
    }

    private double crowd(List<EndpointAddress> usable) {
        double[] known = usable.stream()
                .mapToDouble(address -> server(address).serviceMillis)
                .filter(millis -> millis > 0)
                .sorted()
                .toArray();
        return known.length == 0 ? 1 : known[0];
    }

    private Server server(EndpointAddress address) {
        return servers.computeIfAbsent(address, key -> new Server());
    }
}
