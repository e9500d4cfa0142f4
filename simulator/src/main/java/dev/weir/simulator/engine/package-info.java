/** Virtual time, nodes that serve, gateways that send. */
@NullMarked
package dev.weir.simulator.engine;

import org.jspecify.annotations.NullMarked;
