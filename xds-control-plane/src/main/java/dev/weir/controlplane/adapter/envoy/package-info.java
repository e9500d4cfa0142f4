/** Envoy in its own messages: who is told what over ADS, and the access log receiver. */
@NullMarked
package dev.weir.controlplane.adapter.envoy;

import org.jspecify.annotations.NullMarked;
