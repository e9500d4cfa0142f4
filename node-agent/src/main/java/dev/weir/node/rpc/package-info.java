/**
 * Ethereum JSON-RPC: what the method policy lets pass goes to the node's chain, the rest is refused in its place.
 */
@NullMarked
package dev.weir.node.rpc;

import org.jspecify.annotations.NullMarked;
