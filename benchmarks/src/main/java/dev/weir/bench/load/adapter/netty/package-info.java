/** Sends calls over HTTP at their time, in one thread. */
@NullMarked
package dev.weir.bench.load.adapter.netty;

import org.jspecify.annotations.NullMarked;
