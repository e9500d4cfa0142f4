/** The calls of a block: when each is due, at which gateway, with how much work; and how each ended. */
@NullMarked
package dev.weir.bench.load;

import org.jspecify.annotations.NullMarked;
