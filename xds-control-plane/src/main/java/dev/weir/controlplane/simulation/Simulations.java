package dev.weir.controlplane.simulation;

import dev.weir.scoring.PolicyNetwork;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.report.Comparison;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.simulator.scenario.ShippedScenarios;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Runs one comparison at a time. The work is done by one platform thread of the lowest priority, so that whatever is asked for takes one core at most and,
 * where the JVM heeds priorities, yields to the weight loop. Safe for any thread.
 */
public final class Simulations {
    /** Scenarios with more take minutes, and are left to the command line. */
    private static final int MOST_NODES = 100;

    private static final long FIRST_SEED = 1;

    private final Supplier<Optional<PolicyNetwork>> network;
    private final Semaphore free = new Semaphore(1);

    /** @param network of the policy {@code learned}, which is offered only where there is one */
    public Simulations(Supplier<Optional<PolicyNetwork>> network) {
        this.network = network;
    }

    /** A comparison under way. @param result done when another can start; cancelled, or failed with why there is none */
    public record Run(CompletableFuture<Comparison> result, Thread waiting) {
        /** Nobody wants the result any more. */
        public void cancel() {
            waiting.interrupt();
        }
    }

    /** In alphabetical order. */
    public List<Scenario> scenarios() {
        return ShippedScenarios.NAMES.stream()
                .map(ShippedScenarios::read)
                .filter(scenario -> scenario.nodeCount() <= MOST_NODES)
                .toList();
    }

    public List<String> policies() {
        return Policies.names().stream()
                .filter(name -> !name.equals(Policies.LEARNED) || network.get().isPresent())
                .toList();
    }

    /**
     * @param progress told by another thread after each run: how many are done, of how many; never after the result
     * @return empty where one is under way
     */
    public Optional<Run> start(SimulationRequest request, BiConsumer<Integer, Integer> progress) {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        var result = new CompletableFuture<Comparison>();
        var waiting = Thread.ofVirtual().name("simulation-wait").start(() -> run(request, progress, result));
        return Optional.of(new Run(result, waiting));
    }

    private void run(
            SimulationRequest request, BiConsumer<Integer, Integer> progress, CompletableFuture<Comparison> result) {
        Runnable end;
        try {
            var comparison = compare(request, progress);
            end = () -> result.complete(comparison);
        } catch (RuntimeException e) {
            boolean cancelled = Thread.currentThread().isInterrupted();
            end = () -> result.completeExceptionally(cancelled ? new CancellationException() : e);
        } finally {
            free.release();
        }
        end.run();
    }

    /** Returns, or throws, only when the worker has stopped. */
    private Comparison compare(SimulationRequest request, BiConsumer<Integer, Integer> progress) {
        var low = Thread.ofPlatform().name("simulation").priority(Thread.MIN_PRIORITY);
        try (var worker = Executors.newSingleThreadExecutor(low.daemon().factory())) {
            try {
                return Comparison.run(
                        request.scenario(),
                        List.of(),
                        request.policies(),
                        network.get(),
                        request.seeds(),
                        FIRST_SEED,
                        worker,
                        progress);
            } finally {
                worker.shutdownNow();
            }
        }
    }
}
