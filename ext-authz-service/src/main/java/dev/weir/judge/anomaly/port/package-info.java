/** What the score asks of a detector. */
@NullMarked
package dev.weir.judge.anomaly.port;

import org.jspecify.annotations.NullMarked;
