/**
 * What heartbeats need of others: a signature, and somebody who takes them.
 */
@NullMarked
package dev.weir.node.heartbeat.port;

import org.jspecify.annotations.NullMarked;
