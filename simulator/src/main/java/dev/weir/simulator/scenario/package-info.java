/** Scenario files: who asks, who answers, what goes wrong. */
@NullMarked
package dev.weir.simulator.scenario;

import org.jspecify.annotations.NullMarked;
