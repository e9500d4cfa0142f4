/** Which nodes exist: those that the registry names and a live, signed heartbeat confirms. */
@NullMarked
package dev.weir.controlplane.fleet;

import org.jspecify.annotations.NullMarked;
