/** What the weight loop asks of the outside: trained artifacts, to publish a topology, and to keep telemetry and weights. */
@NullMarked
package dev.weir.controlplane.loop.port;

import org.jspecify.annotations.NullMarked;
