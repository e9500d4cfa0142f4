/** What the weight loop asks of the outside: to publish a topology, and to keep telemetry. */
@NullMarked
package dev.weir.controlplane.loop.port;

import org.jspecify.annotations.NullMarked;
