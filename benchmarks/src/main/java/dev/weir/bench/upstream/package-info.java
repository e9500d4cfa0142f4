/** The nodes that answer: what a scenario makes of each, and how calls wait and are served there. Pure. */
@NullMarked
package dev.weir.bench.upstream;

import org.jspecify.annotations.NullMarked;
