/** What a node tells Prometheus of itself, on its admin port. */
@NullMarked
package dev.weir.node.metrics.adapter.micrometer;

import org.jspecify.annotations.NullMarked;
