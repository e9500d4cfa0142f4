/** Envoy's {@code envoy.service.ratelimit.v3.RateLimitService}: its messages end here, and our own records begin. */
@NullMarked
package dev.weir.ratelimit.adapter.grpc;

import org.jspecify.annotations.NullMarked;
