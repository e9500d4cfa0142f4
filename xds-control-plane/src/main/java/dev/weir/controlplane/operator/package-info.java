/** What operators told the weights to do: pins and freezes, each with its reason, kept over restarts and written to an audit log. */
@NullMarked
package dev.weir.controlplane.operator;

import org.jspecify.annotations.NullMarked;
