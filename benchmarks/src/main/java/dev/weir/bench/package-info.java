/** The commands of {@code ./weir bench}. */
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;
