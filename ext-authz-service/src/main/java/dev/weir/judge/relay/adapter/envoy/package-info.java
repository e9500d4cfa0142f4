/** Stands in for the control plane while there is none: keeps the last configuration on disk, and tells it to gateways that start. */
@NullMarked
package dev.weir.judge.relay.adapter.envoy;

import org.jspecify.annotations.NullMarked;
