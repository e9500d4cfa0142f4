/** Envoy's log entries, read. */
@NullMarked
package dev.weir.accesslog.adapter.envoy;

import org.jspecify.annotations.NullMarked;
