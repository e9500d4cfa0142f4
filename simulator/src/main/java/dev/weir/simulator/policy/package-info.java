/** The policies that are compared: what Envoy and others have, ours, and the limits that no policy can have. */
@NullMarked
package dev.weir.simulator.policy;

import org.jspecify.annotations.NullMarked;
