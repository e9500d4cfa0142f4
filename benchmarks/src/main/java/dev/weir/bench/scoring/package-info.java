/** How long it takes to score a node, by JMH. */
@NullMarked
package dev.weir.bench.scoring;

import org.jspecify.annotations.NullMarked;
