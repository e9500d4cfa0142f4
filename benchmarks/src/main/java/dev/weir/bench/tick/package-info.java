/** How long the weight loop takes for many nodes, and whether it keeps what it should forget. */
@NullMarked
package dev.weir.bench.tick;

import org.jspecify.annotations.NullMarked;
