/** Ordinary callers in files: those in force, and those seen. */
@NullMarked
package dev.weir.judge.anomaly.adapter.file;

import org.jspecify.annotations.NullMarked;
