/**
 * What the JSON-RPC endpoint needs of a chain.
 */
@NullMarked
package dev.weir.node.rpc.port;

import org.jspecify.annotations.NullMarked;
