/** The streams of xDS: what one client wants of one type, what it was told, and in which order. */
@NullMarked
package dev.weir.xds.adapter.envoy;

import org.jspecify.annotations.NullMarked;
