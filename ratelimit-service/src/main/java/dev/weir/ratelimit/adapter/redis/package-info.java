/** Counters in a Redis that several instances share, over Jedis. */
@NullMarked
package dev.weir.ratelimit.adapter.redis;

import org.jspecify.annotations.NullMarked;
