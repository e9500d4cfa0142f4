/**
 * How a newly published artifact comes into force: shadow, canary, all; back by itself where calls fare worse, or by an operator's order. It knows
 * kinds and digests alone, so that it holds for anything that changes what a balancer plans.
 */
@NullMarked
package dev.weir.controlplane.rollout;

import org.jspecify.annotations.NullMarked;
