/** Telemetry windows in Parquet files. */
@NullMarked
package dev.weir.scoring.adapter.parquet;

import org.jspecify.annotations.NullMarked;
