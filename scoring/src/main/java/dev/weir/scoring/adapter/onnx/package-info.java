/** Trained models: ONNX files with their provenance, published and taken over by digest. */
@NullMarked
package dev.weir.scoring.adapter.onnx;

import org.jspecify.annotations.NullMarked;
