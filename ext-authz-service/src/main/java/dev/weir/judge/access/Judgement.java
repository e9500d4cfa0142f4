package dev.weir.judge.access;

import dev.weir.config.WeirConfig.Api;
import dev.weir.model.Caller;
import dev.weir.model.Decision;
import java.util.Optional;

/**
 * A decision, and what else Envoy and the logs need of it.
 *
 * @param caller under whom the request counts, also where it is refused
 * @param api that was called, with its terms; empty for sign-in and where no API has the path
 */
public record Judgement(Decision decision, Caller caller, Work work, Optional<Api> api) {}
