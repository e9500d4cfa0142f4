/** Requests and attempts that ended, and how: the one meaning of what Envoy logs. */
@NullMarked
package dev.weir.accesslog;

import org.jspecify.annotations.NullMarked;
