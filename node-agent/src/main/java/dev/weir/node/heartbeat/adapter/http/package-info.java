/**
 * The control plane's REST API as the taker of heartbeats.
 */
@NullMarked
package dev.weir.node.heartbeat.adapter.http;

import org.jspecify.annotations.NullMarked;
