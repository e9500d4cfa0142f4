/**
 * JSON-RPC 2.0 as Weir reads it: one strict, bounded reading of a body that the judge and the nodes share, so that no body means
 * one thing to the judge and another to a node. What passes is written anew from its parts, never forwarded as it came.
 */
@NullMarked
package dev.weir.jsonrpc;

import org.jspecify.annotations.NullMarked;
