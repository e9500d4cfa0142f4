package dev.weir.judge.access;

import dev.weir.model.Caller;
import dev.weir.model.Decision;

/**
 * A decision, and what else Envoy and the logs need of it.
 *
 * @param caller under whom the request counts, also where it is refused
 */
public record Judgement(Decision decision, Caller caller, Work work) {}
