/** The upstreams' process: eight HTTP servers in one thread that sleep as their scripts say. */
@NullMarked
package dev.weir.bench.upstream.adapter.netty;

import org.jspecify.annotations.NullMarked;
