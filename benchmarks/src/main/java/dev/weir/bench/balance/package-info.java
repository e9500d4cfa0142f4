/** The measurement: policies interleaved in one run, what each block tells, means with their intervals, and how it is written. */
@NullMarked
package dev.weir.bench.balance;

import org.jspecify.annotations.NullMarked;
