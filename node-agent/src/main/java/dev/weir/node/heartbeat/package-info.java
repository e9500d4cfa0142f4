/**
 * The node's sign of life: signed by its operator each second, with backoff while nobody listens.
 */
@NullMarked
package dev.weir.node.heartbeat;

import org.jspecify.annotations.NullMarked;
