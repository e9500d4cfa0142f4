/** How soon judges know of one another's grants. */
@NullMarked
package dev.weir.bench.exchange;

import org.jspecify.annotations.NullMarked;
