/** Scenarios in virtual time for whoever looks at the dashboard: one comparison at a time, within bounds. */
@NullMarked
package dev.weir.controlplane.simulation;

import org.jspecify.annotations.NullMarked;
