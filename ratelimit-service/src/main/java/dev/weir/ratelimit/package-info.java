/**
 * How much of it: which limit a request falls under, and whether it still fits. Pure: no clock of its own, no
 * input or output, no framework. Limits come from {@code adapter.yaml}, counters from a {@code port}.
 */
@NullMarked
package dev.weir.ratelimit;

import org.jspecify.annotations.NullMarked;
