package dev.weir.node.heartbeat;

import dev.weir.model.EndpointAddress;
import dev.weir.model.Heartbeat;
import dev.weir.model.NodeId;
import dev.weir.model.SignedHeartbeat;
import dev.weir.node.Sleeper;
import dev.weir.node.heartbeat.port.HeartbeatSigner;
import dev.weir.node.heartbeat.port.HeartbeatTaker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * Sends a heartbeat each second for as long as its thread is not interrupted. While none is taken the pause doubles, to four
 * seconds at most: short enough that a control plane that returns has its nodes back at once.
 *
 * <p>The sequence starts at the clock's milliseconds, so that it grows across restarts too. Says in the log when the
 * reply changes its kind, not each time. One thread runs it.
 */
public final class Pulse implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

    private final NodeId node;
    private final EndpointAddress.Socket address;
    private final IntSupplier inFlight;
    private final HeartbeatSigner signer;
    private final HeartbeatTaker taker;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private long sequence;

    public Pulse(
            NodeId node,
            EndpointAddress.Socket address,
            IntSupplier inFlight,
            HeartbeatSigner signer,
            HeartbeatTaker taker,
            InstantSource clock,
            Sleeper sleeper) {
        this.node = node;
        this.address = address;
        this.inFlight = inFlight;
        this.signer = signer;
        this.taker = taker;
        this.clock = clock;
        this.sleeper = sleeper;
        this.sequence = clock.millis();
    }

    @Override
    public void run() {
        try {
            beat();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() throws InterruptedException {
        HeartbeatReply last = new HeartbeatReply.Accepted();
        boolean first = true;
        var pause = PERIOD;
        while (true) {
            var reply = taker.send(next());
            if (first || !reply.getClass().equals(last.getClass())) {
                report(reply);
            }
            first = false;
            last = reply;
            pause = reply instanceof HeartbeatReply.Accepted ? PERIOD : longer(pause);
            sleeper.sleep(pause);
        }
    }

    private SignedHeartbeat next() {
        var heartbeat = new Heartbeat(node, address, sequence++, clock.instant(), inFlight.getAsInt());
        return new SignedHeartbeat(heartbeat, signer.sign(heartbeat));
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void report(HeartbeatReply reply) {
        switch (reply) {
            case HeartbeatReply.Accepted() -> LOG.log(Level.INFO, "heartbeats of {0} are accepted", node);
            case HeartbeatReply.Refused(var reason) ->
                LOG.log(Level.WARNING, "heartbeats of {0} are refused: {1}", node, reason);
            case HeartbeatReply.Unreachable(var reason) ->
                LOG.log(Level.WARNING, "heartbeats of {0} reach nobody: {1}", node, reason);
        }
    }
}
