/** Spans of a node's calls, sent by OTLP over HTTP. */
@NullMarked
package dev.weir.node.trace.adapter.otlp;

import org.jspecify.annotations.NullMarked;
