package dev.weir.node.impair;

import dev.weir.model.LoadReport;
import dev.weir.node.Sleeper;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.node.http.NodeProblem;
import dev.weir.node.load.LoadMeter;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every call passes on its way to an endpoint: a place in a bounded queue, a turn among a bounded number (first come, first
 * served), and a service time. So a node has a speed and a limit that the gateway can learn. Each answer reports the node's load.
 *
 * <p>Safe for many threads. A change holds for calls that come after it; those inside keep their turn.
 */
public final class ServiceGate {
    /** Longer than any call should wait for its turn; the gateway has given up by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Keeps one unlucky draw of the log-normal from holding a place for minutes. */
    private static final double LONGEST_FACTOR = 50;

    private final Impairment configured;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private final LongSupplier nanoTime;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Regime regime;

    /**
     * @param configured how the node behaves at the start, and what factors refer to
     * @param random safe for many threads
     * @param nanoTime a clock that counts nanoseconds from any time on
     */
    public ServiceGate(Impairment configured, RandomGenerator random, Sleeper sleeper, LongSupplier nanoTime) {
        this.configured = configured;
        this.random = random;
        this.sleeper = sleeper;
        this.nanoTime = nanoTime;
        this.regime = Regime.of(configured, nanoTime.getAsLong());
    }

    /** One setting with its turns; a call that entered under it leaves under it. */
    private record Regime(Impairment impairment, Semaphore turns, Semaphore places, LoadMeter load) {
        static Regime of(Impairment impairment, long now) {
            int capacity = impairment.capacity();
            return new Regime(
                    impairment,
                    new Semaphore(capacity, true),
                    new Semaphore(capacity + impairment.queue(), false),
                    new LoadMeter(capacity, now));
        }
    }

    public Impairment configured() {
        return configured;
    }

    public Impairment current() {
        return regime.impairment();
    }

    public void change(Impairment impairment) {
        regime = Regime.of(impairment, nanoTime.getAsLong());
    }

    /** Calls inside, waiting ones too. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Whether any call can succeed. */
    public boolean healthy() {
        return !current().total();
    }

    /** The endpoint behind this gate. */
    public Endpoint guard(Endpoint endpoint) {
        return call -> {
            var now = regime;
            return reporting(now.load(), pass(now, call, endpoint));
        };
    }

    private Answer reporting(LoadMeter load, Answer answer) {
        long time = nanoTime.getAsLong();
        if (answer.status() >= 500) {
            load.failed(time);
        } else {
            load.answered(time);
        }
        return answer.with(LoadReport.HEADER, load.report(time).text());
    }

    private Answer pass(Regime now, NodeCall call, Endpoint endpoint) throws InterruptedException {
        if (!now.places().tryAcquire()) {
            return overloaded();
        }
        inFlight.incrementAndGet();
        try {
            return takeTurn(now, call, endpoint);
        } finally {
            inFlight.decrementAndGet();
            now.places().release();
        }
    }

    private Answer takeTurn(Regime now, NodeCall call, Endpoint endpoint) throws InterruptedException {
        if (!now.turns().tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return overloaded();
        }
        now.load().begins(nanoTime.getAsLong());
        try {
            return serve(now.impairment(), call, endpoint);
        } finally {
            now.load().ends(nanoTime.getAsLong());
            now.turns().release();
        }
    }

    private Answer serve(Impairment impairment, NodeCall call, Endpoint endpoint) throws InterruptedException {
        var time = serviceTime(impairment);
        if (time.isPositive()) {
            sleeper.sleep(time);
        }
        return random.nextDouble() < impairment.errors() ? NodeProblem.NODE_FAILED.answer() : endpoint.answer(call);
    }

    /** Log-normal with the mean {@code latency}: many a little faster, few much slower, as real servers are. */
    private Duration serviceTime(Impairment impairment) {
        double sigma = impairment.jitter();
        double factor = sigma == 0 ? 1 : Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
        return Duration.ofNanos(Math.round(impairment.latency().toNanos() * Math.min(factor, LONGEST_FACTOR)));
    }

    private static Answer overloaded() {
        return NodeProblem.NODE_OVERLOADED.answer();
    }
}
