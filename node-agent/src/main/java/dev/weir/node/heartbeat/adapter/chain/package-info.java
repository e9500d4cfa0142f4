/**
 * The operator's EIP-712 signature.
 */
@NullMarked
package dev.weir.node.heartbeat.adapter.chain;

import org.jspecify.annotations.NullMarked;
