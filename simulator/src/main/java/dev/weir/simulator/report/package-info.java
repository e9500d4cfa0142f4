/** Runs of several policies and seeds side by side, with intervals. */
@NullMarked
package dev.weir.simulator.report;

import org.jspecify.annotations.NullMarked;
