/** Envoy in its own messages: what it gets for a topology, out of the files of {@code envoy-config/}. */
@NullMarked
package dev.weir.topology.adapter.envoy;

import org.jspecify.annotations.NullMarked;
