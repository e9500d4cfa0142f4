/** Policy networks, written as ONNX. */
@NullMarked
package dev.weir.trainer.adapter.onnx;

import org.jspecify.annotations.NullMarked;
