/** Refusals on the wire: RFC 9457. */
@NullMarked
package dev.weir.judge.problem;

import org.jspecify.annotations.NullMarked;
