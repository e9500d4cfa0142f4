/** Which endpoint one request takes, where the judge chooses it. */
@NullMarked
package dev.weir.judge.pick;

import org.jspecify.annotations.NullMarked;
