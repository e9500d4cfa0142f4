/** From telemetry segments to a published model: examples, training, the gate against EWMA. */
@NullMarked
package dev.weir.trainer;

import org.jspecify.annotations.NullMarked;
