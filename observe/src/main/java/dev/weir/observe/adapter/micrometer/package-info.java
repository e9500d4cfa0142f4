/** What every process tells of itself, by Micrometer: which meters are kept, the buckets of durations, the memory that it holds. */
@NullMarked
package dev.weir.observe.adapter.micrometer;

import org.jspecify.annotations.NullMarked;
