/** What the pick needs of others. */
@NullMarked
package dev.weir.judge.pick.port;

import org.jspecify.annotations.NullMarked;
