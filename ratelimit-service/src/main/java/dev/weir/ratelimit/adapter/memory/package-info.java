/** Counters in this process, in a Caffeine cache. */
@NullMarked
package dev.weir.ratelimit.adapter.memory;

import org.jspecify.annotations.NullMarked;
