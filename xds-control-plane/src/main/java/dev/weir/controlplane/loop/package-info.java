/** The weight loop: one thread that turns telemetry and fleet into weights, and publishes one view of it all. */
@NullMarked
package dev.weir.controlplane.loop;

import org.jspecify.annotations.NullMarked;
