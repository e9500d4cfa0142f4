/** A policy network by ONNX Runtime, to be timed beside plain Java. */
@NullMarked
package dev.weir.bench.scoring.adapter.onnx;

import org.jspecify.annotations.NullMarked;
