/** Envoy in its own messages: the translator from topology to xDS, the ADS server, the access log receiver. */
@NullMarked
package dev.weir.controlplane.adapter.envoy;

import org.jspecify.annotations.NullMarked;
