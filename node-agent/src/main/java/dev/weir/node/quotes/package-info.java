/**
 * The small REST API over the node's own data: prices that wander as a random walk does, the same at every node with the same seed.
 */
@NullMarked
package dev.weir.node.quotes;

import org.jspecify.annotations.NullMarked;
