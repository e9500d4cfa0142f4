package dev.weir.trainer.policy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.PolicyNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import dev.weir.scoring.adapter.onnx.PolicyRegistry;
import dev.weir.scoring.adapter.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/** The way from a trained network to a published one: only through the {@link PolicyGate}, which judges the very bytes that gateways would run. */
public final class PolicyPublication {
    private final PolicyGate gate;
    private final PolicyRegistry registry;

    /** @param folder of the published networks; the one in force is a rival */
    public PolicyPublication(PolicyGate gate, Path folder) {
        this.gate = gate;
        this.registry = new PolicyRegistry(folder);
    }

    /**
     * Publishes the network if it beats every rival.
     *
     * @throws IOException where the bytes are no policy network, or it cannot be written
     */
    public PolicyReport judge(
            byte[] onnx, Origin origin, ExecutorService executor, BiConsumer<Integer, Integer> progress)
            throws IOException {
        var verdict = gate.judge(NetworkFile.read(onnx), current(), executor, progress);
        return verdict.publishable()
                ? new PolicyReport.Published(registry.publish(onnx, origin.provenance(verdict)), verdict)
                : new PolicyReport.Refused(verdict);
    }

    /** A network in force that cannot be loaded is no rival: gateways do not run it either. */
    private Optional<PolicyNetwork> current() {
        return registry.load() instanceof PolicyRegistry.Current.Good good
                ? Optional.of(good.network())
                : Optional.empty();
    }

    /** Where a network comes from. @param from when training began @param to when it ended */
    public record Origin(PolicyTraining.Plan plan, Instant from, Instant to) {
        private Provenance provenance(GateVerdict verdict) {
            return new Provenance(
                    PolicyFeatures.VERSION,
                    PolicyFeatures.names(),
                    String.format(
                            Locale.ROOT,
                            "evolution strategy, %d generations of %d pairs in %d scenarios, drawn by version %d",
                            plan.generations(),
                            plan.pairs(),
                            plan.scenarios(),
                            TrainingScenarios.VERSION),
                    plan.seed(),
                    to,
                    from,
                    to,
                    plan.runs(),
                    verdict.metrics());
        }
    }
}
