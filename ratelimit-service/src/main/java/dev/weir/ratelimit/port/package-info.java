/** What rate limiting asks of the outside: counters, and someone to tell what happened. Interfaces and their values only. */
@NullMarked
package dev.weir.ratelimit.port;

import org.jspecify.annotations.NullMarked;
