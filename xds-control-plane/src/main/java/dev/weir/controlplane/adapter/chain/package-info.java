/** The registry and the heartbeat signatures through chain-adapter. */
@NullMarked
package dev.weir.controlplane.adapter.chain;

import org.jspecify.annotations.NullMarked;
