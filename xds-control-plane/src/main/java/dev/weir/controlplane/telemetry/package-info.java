/** Attempts as Envoy logged them, gathered into windows per API and node. */
@NullMarked
package dev.weir.controlplane.telemetry;

import org.jspecify.annotations.NullMarked;
