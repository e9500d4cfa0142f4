/** Recorded callers in text files. */
@NullMarked
package dev.weir.scoring.adapter.csv;

import org.jspecify.annotations.NullMarked;
