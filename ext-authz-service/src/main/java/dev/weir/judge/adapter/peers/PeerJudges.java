package dev.weir.judge.adapter.peers;

import dev.weir.judge.adapter.peers.Outbox.Told;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.Peers;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/**
 * Tells every peer what is granted and what ends here, each over a stream of its own. One thread sends for all; callers never wait for it. The list
 * may name this judge too, so that all judges can have the same one.
 */
public final class PeerJudges implements Peers, AutoCloseable {
    /** Everyone tells everyone: beyond this many that is the wrong way to share. */
    public static final int MOST = 32;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("exchange").daemon().factory(), new DiscardPolicy());
    private final InstantSource clock;
    private final long self;
    private final List<PeerLink> links;

    /** In plain text. @param self random, of this process */
    public PeerJudges(List<Peer> peers, long self, InstantSource clock, MeterRegistry registry) {
        this(peers, Optional.empty(), self, clock, registry);
    }

    /** @param self random, of this process @param tls by which judges know each other */
    public PeerJudges(
            List<Peer> peers, Optional<ServiceTls> tls, long self, InstantSource clock, MeterRegistry registry) {
        if (peers.size() > MOST) {
            throw new IllegalArgumentException(peers.size() + " peers are more than " + MOST);
        }
        var meters = ExchangeMeters.in(registry);
        this.clock = clock;
        this.self = self;
        this.links = peers.stream()
                .map(peer -> new PeerLink(peer, tls, self, meters, thread))
                .toList();
        Gauge.builder("weir_judge_exchange_peers_up", this, PeerJudges::up)
                .description("judges that take our grants now")
                .register(registry);
    }

    public void start() {
        links.forEach(PeerLink::start);
    }

    @Override
    public void tell(GrantEvent event) {
        if (!links.isEmpty()) {
            var told = new Told(event, clock.instant());
            links.forEach(link -> link.tell(told));
        }
    }

    /** How many are told. */
    public int count() {
        return links.size();
    }

    /** How many of them a stream stands to. */
    public int up() {
        return (int) links.stream().filter(PeerLink::up).count();
    }

    long self() {
        return self;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            var _ = thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        links.forEach(PeerLink::close);
    }
}
