/** What callers ordinarily do, of what judges recorded. */
@NullMarked
package dev.weir.trainer.callers;

import org.jspecify.annotations.NullMarked;
