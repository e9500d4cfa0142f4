package dev.weir.controlplane.fleet.port;

import dev.weir.controlplane.fleet.HeadQuestion;
import dev.weir.controlplane.fleet.HeadReport;
import java.util.concurrent.CompletionStage;

/** Asks an endpoint for its head. Any thread; never waits. */
@FunctionalInterface
public interface HeadSource {
    /** The answer within the question's patience, or {@link HeadUnknown} then at the latest. */
    CompletionStage<HeadReport> ask(HeadQuestion question);
}
