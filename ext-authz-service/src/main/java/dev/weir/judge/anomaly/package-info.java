/** How unlike other callers a caller behaves: a score in [0, 1] with named reasons. */
@NullMarked
package dev.weir.judge.anomaly;

import org.jspecify.annotations.NullMarked;
