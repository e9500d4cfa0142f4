/** The stories, each on a gateway of real parts that {@code ./weir up} started. */
@NullMarked
package dev.weir.it;

import org.jspecify.annotations.NullMarked;
