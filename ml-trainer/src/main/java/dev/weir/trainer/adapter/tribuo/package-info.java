/** Linear models by Tribuo, written as ONNX. */
@NullMarked
package dev.weir.trainer.adapter.tribuo;

import org.jspecify.annotations.NullMarked;
